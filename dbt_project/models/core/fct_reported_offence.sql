{{
    config(
        materialized='incremental',
        on_schema_change='fail',
        pre_hook="{{ delete_departed(ref('stg_oij__police_statistics')) }}"
    )
}}

with

reports as (
    select
        *,
        {{ row_key() }} as reported_offence_key
    from {{ ref('stg_oij__police_statistics') }} as received
    {{ where_new('received') }}
),

located as (
    select
        found.*,
        coalesce(territory.province_key, found.province_found) as province_key,
        coalesce(territory.canton_key, found.canton_found) as canton_key,
        coalesce(territory.district_key, found.district_found) as district_key
    from {{ ref('int_oij__located') }} as found
    inner join {{ ref('dim_territory') }} as territory using (territory_key)
)

select
    reports.reported_offence_key,
    'oij' as institution_key,
    {{ date_key('reports.occurred_on') }} as date_key,
    {{ mapped('offence', 'reports.offence') }} as offence_key,
    located.territory_key,
    located.province_key,
    located.canton_key,
    located.district_key,
    {{ mapped('sex', 'reports.sex') }} as sex_key,
    {{ mapped('age_group', 'reports.age_group') }} as age_group_key,
    {{ mapped('nationality', 'reports.nationality') }} as nationality_key,
    reports.suboffence,
    reports.time_band,
    reports.victim_type,
    reports.victim_subtype,
    reports.offence as offence_received,
    reports.sex as sex_received,
    reports.age_group as age_group_received,
    reports.nationality as nationality_received,
    reports.province as province_received,
    reports.canton as canton_received,
    reports.district as district_received,
    reports.occurred_on,
    reports.load_id,
    reports.row_number
from reports
inner join located using (sha256, row_number)
{{ join_map('map_offence', 'offence', 'oij', 'reports.offence', 'reports.occurred_on') }}
{{ join_map('map_sex', 'sex', 'oij', 'reports.sex', 'reports.occurred_on') }}
{{ join_map('map_age_group', 'age_group', 'oij', 'reports.age_group', 'reports.occurred_on') }}
{{ join_map('map_country', 'nationality', 'oij', 'reports.nationality', 'reports.occurred_on') }}
