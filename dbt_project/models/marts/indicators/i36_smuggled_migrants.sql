with

migrants as (
    select
        {{ year_of('date_key') }} as year,
        person_key,
        date_key,
        age,
        border_post_key,
        route_key
    from {{ ref('fct_smuggled_migrant') }}
    where {{ in_calendar('date_key') }}
),

-- the age is that of the year's earliest record that has one
persons as (
    select distinct on (migrants.year, migrants.person_key)
        migrants.year,
        migrants.person_key,
        persons.sex_key,
        persons.nationality_key,
        {{ age_group_of('migrants.age', youngest=0) }} as age_group_key
    from migrants
    inner join {{ ref('dim_person') }} as persons
        on persons.person_key = migrants.person_key
    order by migrants.year, migrants.person_key, migrants.age is null, migrants.date_key, migrants.age
),

units as (
    {{ units_by('persons', 'person_key', {'sex': 'persons.sex_key', 'age_group': 'persons.age_group_key', 'nationality': 'persons.nationality_key'}) }}

    union all

    {{ units_by_each('migrants', 'person_key', 'border_post', 'border_post_key') }}

    union all

    {{ units_by_each('migrants', 'person_key', 'smuggling_route', 'route_key') }}
),

measured as (
    select
        year,
        'migrants' as measure,
        count(*) as amount
    from persons
    group by year

    union all

    select
        {{ year_of('date_key') }},
        'events',
        count(*)
    from {{ ref('fct_smuggling_event') }}
    group by 1

    union all

    select
        {{ year_of('cases.opened_date_key') }},
        'cases',
        count(*)
    from {{ ref('fct_case') }} as cases
    inner join {{ ref('dim_offence') }} as offences
        on offences.offence_key = cases.offence_key
    where offences.family_key = 'migrant_smuggling'
    group by 1

    union all

    select
        {{ year_of('accused.date_key') }},
        'accused',
        count(distinct accused.person_key)
    from {{ ref('fct_accused') }} as accused
    inner join {{ ref('dim_offence') }} as offences
        on offences.offence_key = accused.offence_key
    where offences.family_key = 'migrant_smuggling'
    group by 1
),

measures as (
    select
        years.year,
        kinds.measure,
        coalesce(measured.amount, 0)::numeric as amount
    from (select distinct year from persons) as years
    cross join (values ('migrants'), ('events'), ('cases'), ('accused')) as kinds (measure)
    left join measured
        on (measured.year, measured.measure) = (years.year, kinds.measure)
)

{{ counts('units') }}

union all

select
    year,
    'measure' as breakdown,
    measure as category,
    amount as numerator,
    null as denominator,
    amount as value,
    0 as not_recorded_share
from measures
