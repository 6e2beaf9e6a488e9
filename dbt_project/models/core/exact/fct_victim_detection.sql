with

records as (
    select
        records.*,
        dates.year
    from {{ ref('fct_person_record') }} as records
    inner join {{ ref('catalogue_record_role') }} as roles
        on roles.code = records.role
    inner join {{ ref('dim_date') }} as dates
        on dates.date_key = records.date_key
    where roles.presumes_victim
),

described as (
    select
        records.person_key,
        records.institution_key,
        records.year,
        records.date_key,
        records.dataset,
        records.load_id,
        records.row_number,
        {{ age_on('records.age', 'persons.birth_month', 'records.date_key') }} as age,
        coalesce(places.territory_key, 'not_recorded') as territory_key,
        referrals.detection_channel_key
    from records
    inner join {{ ref('dim_person') }} as persons
        on persons.person_key = records.person_key
    left join {{ ref('int_place_of_detection') }} as places
        on places.person_record_key = records.person_record_key
    left join {{ ref('fct_referral') }} as referrals
        on referrals.referral_key = records.person_record_key
),

-- the first is that of the earliest day; among those of a day the order of the registers decides, then of the values, and for
-- channels which record came first
detections as (
    select
        person_key,
        institution_key,
        year,
        min(date_key) as first_date_key,
        count(*) as records,
        (array_agg(age order by date_key, dataset, age) filter (where age is not null))[1] as age,
        (
            array_agg(territory_key order by territory_key in ('not_recorded', 'unmapped'), territory_key = 'not_recorded', date_key, dataset, territory_key)
        )[1] as territory_key,
        (
            array_agg(detection_channel_key order by date_key, dataset, load_id, row_number) filter (where detection_channel_key is not null)
        )[1] as first_channel_key
    from described
    group by person_key, institution_key, year
)

select
    md5(person_key || ':' || institution_key || ':' || coalesce(year::text, '')) as victim_detection_key,
    person_key,
    institution_key,
    year,
    first_date_key,
    records,
    age,
    {{ age_key_of('age') }} as age_key,
    territory_key,
    -- only the ERI asks who brought the person
    coalesce(first_channel_key, case when institution_key = 'eri' then 'not_recorded' else 'not_applicable' end) as detection_channel_key
from detections
