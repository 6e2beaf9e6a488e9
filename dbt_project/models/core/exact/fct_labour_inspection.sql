with

inspections as (
    select
        *,
        {{ row_key() }} as labour_inspection_key
    from {{ ref('stg_mtss__labour_inspections') }}
)

select
    inspections.labour_inspection_key,
    'mtss' as institution_key,
    inspections.inspection_number,
    {{ date_key('inspections.inspected_on') }} as date_key,
    {{ mapped('sector', 'inspections.sector') }} as labour_sector_key,
    {{ mapped('outcome', 'inspections.outcome') }} as inspection_outcome_key,
    {{ place_found('inspections') }} as territory_key,
    inspections.workers_found,
    inspections.suspected_victims,
    inspections.inspected_on,
    inspections.sector as sector_received,
    inspections.outcome as outcome_received,
    inspections.province as province_received,
    inspections.canton as canton_received,
    inspections.load_id,
    inspections.row_number
from inspections
{{ join_map('map_labour_sector', 'sector', 'mtss', 'inspections.sector', 'inspections.inspected_on') }}
{{ join_map('map_inspection_outcome', 'outcome', 'mtss', 'inspections.outcome', 'inspections.inspected_on') }}
{{ join_place('inspections', 'mtss', 'inspections.inspected_on') }}
