-- never replaced, only written anew: the views of all facts on persons read it
{{
    config(
        materialized='incremental',
        on_schema_change='fail',
        full_refresh=false,
        pre_hook="delete from {{ this }}"
    )
}}

with

records as (
    select distinct on (records.institution_key, records.person_key)
        records.institution_key,
        records.person_key,
        records.age_group_key,
        coalesce(territories.province_key, places.territory_key, 'not_recorded') as province_key
    from {{ ref('fct_person_record') }} as records
    left join {{ ref('int_place_of_detection') }} as places
        on places.person_record_key = records.person_record_key
    left join {{ ref('dim_territory') }} as territories
        on territories.territory_key = places.territory_key
    order by records.institution_key, records.person_key, places.person_record_key is null, records.date_key, records.person_record_key
),

detected as (
    select distinct on (person_key)
        'detection' as purpose,
        person_key,
        age_group_key,
        province_key
    from {{ ref('fct_detected_person') }}
    order by person_key, year
),

candidates as (
    select
        subjects.purpose,
        subjects.person_key,
        persons.sex_key,
        subjects.age_group_key,
        persons.nationality_key,
        countries.citizenship_group,
        subjects.province_key
    from (
        select institution_key, person_key, age_group_key, province_key from records
        union all
        select purpose, person_key, age_group_key, province_key from detected
    ) as subjects (purpose, person_key, age_group_key, province_key)
    inner join {{ ref('dim_person') }} as persons
        on persons.person_key = subjects.person_key
    inner join {{ ref('dim_country') }} as countries
        on countries.country_key = persons.nationality_key
),

profiles as (
    {{ finest_shared_account('candidates') }}
)

select
    purpose,
    person_key,
    sex_key,
    age_group_key,
    nationality_key,
    citizenship_group,
    province_key
from profiles
