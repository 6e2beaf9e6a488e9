with

victims as (
    select
        year,
        person_key,
        known_on,
        filed_complaint
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
        victims.filed_complaint,
        cuts.breakdown,
        cuts.category,
        victims.filed_complaint = 'no' and reached.person_key is not null as is_served_without
    from victims
    cross join cuts
    {{ join_reached() }}
),

rated as (
    {{ rates('units', counted='is_served_without', recorded="filed_complaint in ('yes', 'no')") }}
)

select *
from rated
where breakdown = 'total' or numerator > 0
