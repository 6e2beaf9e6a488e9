with

operations as (
    select
        *,
        {{ row_key() }} as police_operation_key
    from {{ ref('stg_msp__operations') }}
)

select
    operations.police_operation_key,
    'msp' as institution_key,
    operations.operation_number,
    {{ date_key('operations.performed_on') }} as date_key,
    {{ mapped('unit', 'operations.unit') }} as unit_key,
    {{ mapped('kind', 'operations.operation_type') }} as operation_type_key,
    {{ place_found('operations') }} as territory_key,
    operations.persons_detected,
    operations.presumed_victims,
    operations.performed_on,
    operations.unit as unit_received,
    operations.operation_type as operation_type_received,
    operations.province as province_received,
    operations.canton as canton_received,
    operations.load_id,
    operations.row_number
from operations
{{ join_map('map_institution_unit', 'unit', 'msp', 'operations.unit', 'operations.performed_on') }}
{{ join_map('map_operation_type', 'kind', 'msp', 'operations.operation_type', 'operations.performed_on') }}
{{ join_place('operations', 'msp', 'operations.performed_on') }}
