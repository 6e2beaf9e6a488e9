-- By the country that registers them: whoever crosses two is in both, and there is no total.
with

flows as (
    select
        {{ period_of_month('fact.date_key') }},
        fact.movements,
        country.country_key,
        country.name_es,
        country.name_en
    from {{ ref('fct_irregular_flow') }} as fact
    inner join {{ ref('dim_country') }} as country using (country_key)
    where {{ in_calendar('fact.date_key') }}
)

{{ producer_figures('irregular_flows', 'flows', 'movements', 'country', 'country_key', 'name_es', 'name_en') }}
