with

victims as (
    select
        *,
        case sex_key when 'woman' then 'girls' when 'man' then 'boys' when 'not_recorded' then 'not_recorded' else 'other' end as child_sex
    from {{ ref('fct_accredited_victim') }}
),

forms as (
    {{ accredited_by_each('bridge_exploitation_form', 'exploitation_form_key') }}
),

units as (
    {{ units_by('victims', 'person_key', {'child_sex': 'child_sex'}, carried=['age']) }}

    union all

    select
        year,
        person_key,
        'exploitation_form',
        exploitation_form_key,
        age
    from forms
),

-- girls and boys among all, each form on its own
shared as (
    {{ shares_of_known(
        'units',
        counted='age < 18',
        recorded='age is not null',
        within="case breakdown when 'exploitation_form' then category else '' end",
    ) }}
)

select *
from shared
where breakdown != 'child_sex' or numerator > 0
