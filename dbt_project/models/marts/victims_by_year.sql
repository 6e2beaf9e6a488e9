with

presumed as (
    select
        dates.year,
        count(distinct records.person_key) as persons
    from {{ ref('fct_person_record') }} as records
    inner join {{ ref('catalogue_record_role') }} as roles
        on roles.code = records.role
    inner join {{ ref('dim_date') }} as dates
        on dates.date_key = records.date_key
    where roles.presumes_victim and not dates.is_special
    group by dates.year
),

accredited as (
    select
        dates.year,
        count(distinct accreditations.person_key) as persons
    from {{ ref('fct_accreditation') }} as accreditations
    inner join {{ ref('dim_date') }} as dates
        on dates.date_key = accreditations.resolved_date_key
    where accreditations.outcome = 'accredited' and not dates.is_special
    group by dates.year
),

known as (
    select year from presumed
    union all
    select year from accredited
),

covered as (
    select
        min(year) as first_year,
        max(year) as last_year
    from known
)

select
    years.year,
    coalesce(presumed.persons, 0) as presumed,
    coalesce(accredited.persons, 0) as accredited
from covered
cross join lateral generate_series(covered.first_year, covered.last_year) as years (year)
left join presumed
    on presumed.year = years.year
left join accredited
    on accredited.year = years.year
