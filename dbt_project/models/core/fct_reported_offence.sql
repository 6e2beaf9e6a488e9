{{
    config(
        materialized='incremental',
        on_schema_change='fail',
        pre_hook=["{{ note_loads() }}", "{{ delete_departed(ref('stg_oij__police_statistics'), within=within_unsettled) }}"],
        indexes=[{'columns': ['load_id', 'row_number']}]
    )
}}

with

reports as (
    select
        *,
        {{ row_key() }} as reported_offence_key
    from {{ ref('stg_oij__police_statistics') }} as received
    {{ where_new('received', within=within_unsettled) }}
),

-- each level is looked up under the one above it, with the names valid on the day
found as (
    select
        reports.*,
        {{ mapped('province_map', 'reports.province') }} as province_found,
        {{ mapped('canton_map', 'reports.canton') }} as canton_found,
        {{ mapped('district_map', 'reports.district') }} as district_found
    from reports
    {{ join_place('reports', 'oij', 'reports.occurred_on') }}
    {{ join_map('map_territory', 'district_map', 'oij', 'reports.district', 'reports.occurred_on', under='canton_map.code') }}
),

placed as (
    select
        *,
        case
            when district_found like 'CR-%' then district_found
            when canton_found like 'CR-%' then canton_found
            else province_found
        end as territory_key
    from found
),

located as (
    select
        placed.*,
        coalesce(territory.province_key, placed.province_found) as province_key,
        coalesce(territory.canton_key, placed.canton_found) as canton_key,
        -- under a canton that is not recorded no district can be looked up: it is not recorded either
        coalesce(
            territory.district_key,
            case when placed.canton_found = 'not_recorded' then 'not_recorded' else placed.district_found end
        ) as district_key
    from placed
    inner join {{ ref('dim_territory') }} as territory
        on territory.territory_key = placed.territory_key
)

select
    located.reported_offence_key,
    'oij' as institution_key,
    {{ date_key('located.occurred_on') }} as date_key,
    coalesce(
        particular.code,
        case when located.suboffence ~ '\m(TRATA|TRAFICO|PROXENET|EXPLOTACION|SERVIDUMBRE)' then 'unmapped' end,
        {{ mapped('offence', 'located.offence') }}
    ) as offence_key,
    located.territory_key,
    located.province_key,
    located.canton_key,
    located.district_key,
    {{ mapped('sex', 'located.sex') }} as sex_key,
    {{ mapped('age_group', 'located.age_group') }} as age_group_key,
    {{ mapped('nationality', 'located.nationality') }} as nationality_key,
    located.suboffence,
    located.time_band,
    located.victim_type,
    located.victim_subtype,
    located.offence as offence_received,
    located.sex as sex_received,
    located.age_group as age_group_received,
    located.nationality as nationality_received,
    located.province as province_received,
    located.canton as canton_received,
    located.district as district_received,
    located.occurred_on,
    located.load_id,
    located.row_number
from located
{{ join_map('map_offence', 'offence', 'oij', 'located.offence', 'located.occurred_on') }}
{{ join_map('map_offence', 'suboffence', 'oij', 'located.suboffence', 'located.occurred_on') }}
-- trafficking and what goes with it, wherever it is said; in other words it is no ordinary offence until somebody maps them
left join {{ ref('catalogue_offence') }} as particular
    on particular.code = suboffence.code and particular.victims = 'protected'
{{ join_map('map_sex', 'sex', 'oij', 'located.sex', 'located.occurred_on') }}
{{ join_map('map_age_group', 'age_group', 'oij', 'located.age_group', 'located.occurred_on') }}
{{ join_map('map_country', 'nationality', 'oij', 'located.nationality', 'located.occurred_on') }}
