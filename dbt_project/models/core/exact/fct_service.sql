{{
    config(
        materialized='incremental',
        on_schema_change='fail',
        pre_hook=[
            "{{ note_loads() }}",
            "{{ keep_arrived(ref('int_service_record')) }}",
            "{{ delete_departed(arrived(ref('int_service_record')), within=within_unsettled) }}",
            "{{ follow_persons_and_ages('service_record_key', 'served_on') }}",
        ],
        indexes=[{'columns': ['load_id', 'row_number']}, {'columns': ['record_number']}]
    )
}}

with

services as (
    select
        *,
        {{ row_key() }} as service_record_key
    from {{ arrived(ref('int_service_record')) }} as received
    {{ where_new('received') }}
),

persons as (
    {{ persons_of_records() }}
),

provided as (
    select
        services.*,
        persons.person_key,
        {{ age_on('services.age', 'persons.birth_month', 'services.served_on') }} as age_then
    from services
    inner join persons
        on persons.person_record_key = services.service_record_key
)

select
    provided.service_record_key,
    provided.person_key,
    provided.institution as institution_key,
    provided.dataset,
    provided.record_number,
    {{ date_key('provided.served_on') }} as date_key,
    -- no end: the register has none, or the service goes on
    case when provided.ended_on is null then {{ special_date("'not_applicable'") }} else {{ date_key('provided.ended_on') }} end as ended_date_key,
    coalesce(provided.only_service_key, {{ mapped('service_map', 'provided.service') }}) as service_key,
    case when provided.has_units then {{ mapped('unit_map', 'provided.unit') }} else 'not_applicable' end as unit_key,
    provided.amount_crc,
    provided.filed_complaint,
    provided.age_then as age,
    {{ age_key_of('provided.age_then') }} as age_key,
    provided.served_on,
    provided.service as service_received,
    provided.unit as unit_received,
    provided.load_id,
    provided.row_number
from provided
{{ join_map('map_service', 'service_map', 'provided.institution', 'provided.service', 'provided.served_on') }}
{{ join_map('map_institution_unit', 'unit_map', 'provided.institution', 'provided.unit', 'provided.served_on') }}
