with

victims as (
    select * from {{ ref('fct_accredited_victim') }}
),

forms as (
    {{ accredited_by_each('bridge_exploitation_form', 'exploitation_form_key') }}
),

units as (
    {{ units_by('victims', 'person_key', {}, carried=['duration_days']) }}

    union all

    select
        year,
        person_key,
        'exploitation_form',
        exploitation_form_key,
        duration_days
    from forms
),

in_days as (
    {{ medians('units', 'duration_days', recorded='duration_days is not null') }}
)

select
    year,
    breakdown,
    category,
    numerator,
    denominator,
    trim_scale(round(value / 30.4375, 4)) as value,
    not_recorded_share
from in_days
