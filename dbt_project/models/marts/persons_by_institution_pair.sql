with

memberships as (
    select
        records.person_key,
        records.institution_key,
        bool_or(bool_or(roles.presumes_victim)) over (partition by records.person_key) as is_presumed_victim
    from {{ ref('fct_person_record') }} as records
    inner join {{ ref('catalogue_record_role') }} as roles
        on roles.code = records.role
    group by records.person_key, records.institution_key
),

institutions as (
    select distinct institution_key from memberships
),

shared as (
    select
        one.institution_key as one_key,
        other.institution_key as other_key,
        count(*) as persons,
        count(*) filter (where one.is_presumed_victim) as presumed_victims
    from memberships as one
    inner join memberships as other
        on other.person_key = one.person_key
    where other.institution_key > one.institution_key
    group by one.institution_key, other.institution_key
)

select
    one.institution_key as institution,
    other.institution_key as other_institution,
    coalesce(shared.persons, 0) as persons,
    coalesce(shared.presumed_victims, 0) as presumed_victims
from institutions as one
inner join institutions as other
    on other.institution_key > one.institution_key
left join shared
    on (shared.one_key, shared.other_key) = (one.institution_key, other.institution_key)
