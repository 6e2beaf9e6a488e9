with

records as (
    select
        records.person_record_key,
        records.person_key,
        {{ year_of('records.date_key') }} as year,
        records.institution_key,
        {{ age_on('records.age', 'persons.birth_month', 'records.date_key') }} as age,
        coalesce(territories.province_key, places.territory_key, 'not_recorded') as province_key,
        array[records.date_key::text, records.institution_key, records.dataset] as turn
    from {{ ref('fct_person_record') }} as records
    inner join {{ ref('catalogue_record_role') }} as roles
        on roles.code = records.role
    inner join {{ ref('dim_person') }} as persons
        on persons.person_key = records.person_key
    left join {{ ref('int_place_of_detection') }} as places
        on places.person_record_key = records.person_record_key
    left join {{ ref('dim_territory') }} as territories
        on territories.territory_key = places.territory_key
    where roles.presumes_victim and {{ in_calendar('records.date_key') }}
),

-- of what several records of a year state the earliest counts
detected as (
    select
        person_key,
        year,
        count(*) as records,
        count(distinct institution_key) as institutions,
        (array_agg(age order by turn, age) filter (where age is not null))[1] as age,
        (array_agg(province_key order by turn, province_key) filter (where province_key != 'not_recorded'))[1] as province_key
    from records
    group by person_key, year
),

-- of equals the first that came
first_referrals as (
    select distinct on (person_key, {{ year_of('date_key') }})
        person_key,
        {{ year_of('date_key') }} as year,
        detection_channel_key
    from {{ ref('fct_referral') }}
    order by person_key, {{ year_of('date_key') }}, date_key, load_id, row_number
)

select
    detected.person_key,
    detected.year,
    detected.records,
    detected.institutions,
    persons.sex_key,
    persons.nationality_key,
    detected.age,
    {{ age_group_of('detected.age', youngest=0) }} as age_group_key,
    coalesce(detected.province_key, 'not_recorded') as province_key,
    coalesce(first_referrals.detection_channel_key, 'not_recorded') as first_channel_key
from detected
inner join {{ ref('dim_person') }} as persons
    on persons.person_key = detected.person_key
left join first_referrals
    on (first_referrals.person_key, first_referrals.year) = (detected.person_key, detected.year)
