with

incidents as (
    select
        fact.dead_and_missing as persons,
        region.incident_region_key,
        region.name_es,
        region.name_en,
        {{ period_of_year('fact.date_key', 'fact.date_key') }}
    from {{ ref('fct_missing_migrant') }} as fact
    inner join {{ ref('dim_incident_region') }} as region using (incident_region_key)
    where {{ in_calendar('fact.date_key') }}
    window of_year as (partition by date_trunc('year', fact.date_key))
)

{{ producer_figures('dead_or_missing_migrants', 'incidents', 'persons') }}
union all
{{ producer_figures('dead_or_missing_migrants', 'incidents', 'persons', 'incident_region', 'incident_region_key', 'name_es', 'name_en') }}
