with

entries as (
    select
        {{ period_of_month('fact.date_key') }},
        fact.movements,
        country.country_key,
        country.name_es,
        country.name_en
    from {{ ref('fct_border_movement') }} as fact
    inner join {{ ref('dim_country') }} as country
        on country.country_key = fact.nationality_key
    where fact.direction = 'entry' and {{ in_calendar('fact.date_key') }}
)

{{ producer_figures('border_entries', 'entries', 'movements') }}
union all
{{ producer_figures('border_entries', 'entries', 'movements', 'nationality', 'country_key', 'name_es', 'name_en') }}
