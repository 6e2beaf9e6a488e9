with

listed as (
    {{ accredited_by_each('bridge_exploitation_form', 'exploitation_form_key') }}
),

victims as (
    select
        year,
        person_key,
        sex_key,
        count(*) filter (where exploitation_form_key != 'not_recorded') as forms
    from listed
    group by year, person_key, sex_key
),

units as (
    {{ units_by('victims', 'person_key', {'sex': 'sex_key'}, carried=['forms']) }}
    where cuts.breakdown = 'total' or victims.forms >= 1
)

{{ shares(
    'units',
    within='category',
    counted='forms >= 2',
    recorded="case breakdown when 'total' then forms >= 1 else category != 'not_recorded' end",
    among='forms >= 1',
) }}
