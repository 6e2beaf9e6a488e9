with

-- what somebody is accused of is no protection
contacts as (
    select distinct
        detected.year,
        detected.person_key,
        records.institution_key
    from {{ ref('fct_detected_person') }} as detected
    inner join {{ ref('fct_person_record') }} as records
        on records.person_key = detected.person_key and {{ year_of('records.date_key') }} = detected.year
    where records.role != 'accused'
),

persons as (
    select
        year,
        person_key,
        count(*) as institutions
    from contacts
    group by year, person_key
),

years as (
    select
        year,
        count(*) as persons,
        count(*) filter (where institutions >= 2) as in_several
    from persons
    group by year
),

shared as (
    select
        year,
        'total' as breakdown,
        'total' as category,
        in_several as persons
    from years

    union all

    select
        one.year,
        'institution_pair',
        one.institution_key || '|' || other.institution_key as category,
        count(*)
    from contacts as one
    inner join contacts as other
        on (other.year, other.person_key) = (one.year, one.person_key) and other.institution_key > one.institution_key
    group by one.year, category
)

select
    shared.year,
    shared.breakdown,
    shared.category,
    shared.persons::numeric as numerator,
    years.persons::numeric as denominator,
    {{ ratio('shared.persons', 'years.persons') }} as value,
    0::numeric as not_recorded_share
from shared
inner join years
    on years.year = shared.year
