with

incidents as (
    select
        *,
        {{ row_key() }} as missing_migrant_key,
        date_trunc('month', reported_on)::date as month
    from {{ ref('stg_oim__missing_migrants') }}
),

causes as (
    select * from {{ ref('int_oim__death_causes') }}
),

routes as (
    select * from {{ ref('int_oim__migration_routes') }}
)

-- the month and never the day, the region and never the place: no row says where and when one person died
select
    incidents.missing_migrant_key,
    'oim' as institution_key,
    {{ date_key('incidents.month') }} as date_key,
    {{ mapped('region', 'incidents.incident_region') }} as incident_region_key,
    coalesce(routes.code, 'not_recorded') as migration_route_key,
    coalesce(causes.code, 'not_recorded') as death_cause_key,
    incidents.dead,
    incidents.missing,
    incidents.dead_and_missing,
    incidents.survivors,
    incidents.females,
    incidents.males,
    incidents.children,
    incidents.source_quality,
    incidents.incident_region as region_received,
    incidents.migration_route as route_received,
    incidents.cause_of_death as cause_received,
    incidents.load_id,
    incidents.row_number
from incidents
left join causes
    on causes.received = incidents.cause_of_death
left join routes
    on routes.received = incidents.migration_route
{{ join_map('map_incident_region', 'region', 'oim', 'incidents.incident_region', 'incidents.month') }}
