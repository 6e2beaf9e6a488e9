with

victims as (
    select
        year,
        person_key,
        resolved_on
    from {{ ref('fct_accredited_victim') }}
),

received as (
    {{ services_since('resolved_on') }}
),

units as (
    select
        received.year,
        received.person_key as unit_key,
        cuts.breakdown,
        cuts.category,
        min(received.days) as days
    from received
    cross join
        lateral (
            values
            ('total', 'total'),
            ('service_category', received.service_category)
        ) as cuts (breakdown, category)
    where cuts.category not in ('not_recorded', 'not_applicable', 'unmapped')
    group by received.year, received.person_key, cuts.breakdown, cuts.category
)

{{ medians('units', 'days', recorded='true') }}
