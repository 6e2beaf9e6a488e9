with

victims as (
    select * from {{ ref('fct_accredited_victim') }}
),

units as (
    {{ units_by('victims', 'person_key', {
        'trafficking_type': 'trafficking_type', 'nationality': 'nationality_key',
    }, carried=['trafficking_type']) }}
)

{{ shares_of_known(
    'units',
    counted="breakdown = 'trafficking_type' or trafficking_type = 'cross_border'",
    recorded="trafficking_type != 'not_recorded'",
    within="case breakdown when 'nationality' then category else '' end",
) }}
