with

victims as (
    select
        year,
        person_key,
        known_on,
        nationality_key,
        nationality_key not in ('not_recorded', 'not_applicable', 'unmapped') as is_known
    from {{ ref('fct_accredited_victim') }}
),

received as (
    {{ services_since('known_on') }}
),

granted as (
    select distinct
        year,
        person_key
    from received
    where service_category = 'migration'
),

followed as (
    select
        victims.*,
        victims.is_known and victims.nationality_key != 'CRI' as is_foreign,
        granted.person_key is not null as is_granted
    from victims
    left join granted
        on (granted.year, granted.person_key) = (victims.year, victims.person_key)
),

units as (
    {{ units_by('followed', 'person_key', {'nationality': 'followed.nationality_key'}, carried=['is_known', 'is_foreign', 'is_granted']) }}
)

{{ shares('units', 'category', counted='is_granted', recorded='is_known', among='is_foreign') }}
