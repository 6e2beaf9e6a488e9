with

victims as (
    select
        year,
        person_key,
        known_on
    from {{ ref('fct_accredited_victim') }}
),

received as (
    {{ services_since('known_on') }}
),

cuts as (
    {{ service_cuts() }}
),

reached as (
    {{ reached_cuts() }}
),

units as (
    select
        victims.year,
        victims.person_key as unit_key,
        cuts.breakdown,
        cuts.category,
        reached.person_key is not null as is_served
    from victims
    cross join cuts
    {{ join_reached() }}
)

{{ rates('units', counted='is_served', recorded='true') }}
