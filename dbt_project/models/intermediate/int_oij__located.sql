with

reports as (
    select * from {{ ref('stg_oij__police_statistics') }}
),

matched as (
    select
        reports.sha256,
        reports.row_number,
        {{ mapped('province_map', 'reports.province') }} as province_found,
        {{ mapped('canton_map', 'reports.canton') }} as canton_found,
        {{ mapped('district_map', 'reports.district') }} as district_found
    from reports
    {{ join_map('map_territory', 'province_map', 'oij', 'reports.province', 'reports.occurred_on', under="'CRI'") }}
    {{ join_map('map_territory', 'canton_map', 'oij', 'reports.canton', 'reports.occurred_on', under='province_map.code') }}
    {{ join_map('map_territory', 'district_map', 'oij', 'reports.district', 'reports.occurred_on', under='canton_map.code') }}
)

select
    sha256,
    row_number,
    case
        when district_found like 'CR-%' then district_found
        when canton_found like 'CR-%' then canton_found
        else province_found
    end as territory_key,
    province_found,
    canton_found,
    -- under a canton that is not recorded no district can be looked up: it is not recorded either
    case when canton_found = 'not_recorded' then 'not_recorded' else district_found end as district_found
from matched
