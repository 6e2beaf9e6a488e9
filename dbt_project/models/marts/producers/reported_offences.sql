-- Of the offences alone that the list says are published: five rows of trafficking, spread over provinces and months, are five
-- persons, and in words that nobody has classified they would be too. They are in no figure, so that no two differ by them.
with

offences as (
    select
        fact.month_key,
        fact.first_day,
        fact.last_day,
        fact.offences,
        offence.family_key,
        offence.family_es,
        offence.family_en,
        coalesce(province.iso_3166_2, province.territory_key) as province_code,
        province.name_es as province_es,
        province.name_en as province_en,
        concat(fact.sex_key, '|', fact.age_group_key) as sex_and_age_group,
        concat(sex.name_es, ' · ', age_group.name_es) as sex_and_age_group_es,
        concat(sex.name_en, ' · ', age_group.name_en) as sex_and_age_group_en
    from {{ ref('fct_offence_count') }} as fact
    inner join {{ ref('dim_offence') }} as offence using (offence_key)
    inner join {{ ref('dim_territory') }} as province
        on province.territory_key = fact.province_key
    inner join {{ ref('dim_sex') }} as sex using (sex_key)
    inner join {{ ref('dim_age_group') }} as age_group using (age_group_key)
    where {{ in_calendar('fact.month_key') }} and offence.has_published_victims
),

by_year as (
    select
        *,
        {{ period_of_year('first_day', 'last_day') }}
    from offences
    window of_year as (partition by date_trunc('year', month_key))
),

by_month as (
    select
        *,
        {{ period_of_month('month_key') }}
    from offences
)

{{ producer_figures('reported_offences', 'by_year', 'offences') }}
union all
{{ producer_figures('reported_offences', 'by_year', 'offences', 'province', 'province_code', 'province_es', 'province_en') }}
union all
{{ producer_figures('reported_offences', 'by_year', 'offences', 'sex_and_age_group', 'sex_and_age_group', 'sex_and_age_group_es', 'sex_and_age_group_en') }}
union all
{{ producer_figures('reported_offences', 'by_month', 'offences', 'offence', 'family_key', 'family_es', 'family_en') }}
