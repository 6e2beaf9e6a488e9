with

victims as (
    select * from {{ ref('fct_accredited_victim') }}
),

units as (
    {{ units_by('victims', 'person_key', {'victim_age_group': 'age_group_key'}, carried=['dependants']) }}
)

{{ sums('units', 'dependants', recorded="case breakdown when 'total' then dependants is not null else category != 'not_recorded' end") }}
