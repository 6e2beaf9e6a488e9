{{
    config(
        materialized='incremental',
        on_schema_change='fail',
        pre_hook=[
            "{{ note_loads() }}",
            "{{ keep_arrived(ref('stg_emergencias911__calls')) }}",
            "{{ delete_departed(arrived(ref('stg_emergencias911__calls')), within=within_unsettled) }}",
        ],
        indexes=[{'columns': ['load_id', 'row_number']}, {'columns': ['call_number']}]
    )
}}

with

calls as (
    select
        *,
        called_at::date as called_on,
        {{ row_key() }} as call_key
    from {{ arrived(ref('stg_emergencias911__calls')) }} as received
    {{ where_new('received') }}
)

select
    calls.call_key,
    'emergencias911' as institution_key,
    calls.call_number,
    {{ date_key('calls.called_on') }} as date_key,
    {{ mapped('incident', 'calls.incident_type') }} as incident_type_key,
    {{ place_found('calls') }} as territory_key,
    calls.has_description,
    calls.called_on,
    calls.incident_type as incident_type_received,
    calls.province as province_received,
    calls.canton as canton_received,
    calls.load_id,
    calls.row_number
from calls
{{ join_map('map_incident_type', 'incident', 'emergencias911', 'calls.incident_type', 'calls.called_on') }}
{{ join_place('calls', 'emergencias911', 'calls.called_on') }}
