with

records as (
    select
        dates.year,
        records.person_key,
        records.institution_key,
        roles.presumes_victim,
        roles.is_service
    from {{ ref('fct_person_record') }} as records
    inner join {{ ref('catalogue_record_role') }} as roles
        on roles.code = records.role
    inner join {{ ref('dim_date') }} as dates
        on dates.date_key = records.date_key
    -- what somebody is accused of is no protection
    where records.role != 'accused' and not dates.is_special
),

accreditations as (
    select
        dates.year,
        accreditations.person_key,
        accreditations.institution_key,
        true as presumes_victim,
        false as is_service
    from {{ ref('fct_accreditation') }} as accreditations
    inner join {{ ref('dim_date') }} as dates
        on dates.date_key = accreditations.resolved_date_key
    where accreditations.outcome = 'accredited' and not dates.is_special
),

contacts as (
    select * from records
    union all
    select * from accreditations
),

persons as (
    select
        year,
        person_key,
        count(distinct institution_key) as institutions,
        count(distinct institution_key) filter (where is_service) as providers
    from contacts
    group by year, person_key
    having bool_or(presumes_victim)
)

select
    year,
    count(*) as persons,
    count(*) filter (where institutions >= 2) as in_several,
    count(*) filter (where institutions >= 2)::double precision / count(*) as share_in_several,
    count(*) filter (where providers >= 1) as served,
    count(*) filter (where providers >= 2) as served_by_several
from persons
group by year
