{{
    config(
        materialized='incremental',
        on_schema_change='fail',
        pre_hook=[
            "{{ note_loads() }}",
            "{{ keep_arrived(ref('stg_msp__rejections')) }}",
            "{{ delete_departed(arrived(ref('stg_msp__rejections')), within=within_unsettled) }}",
            "{{ follow_persons_and_ages('entry_rejection_key', 'rejected_on') }}",
        ],
        indexes=[{'columns': ['load_id', 'row_number']}, {'columns': ['rejection_number']}]
    )
}}

with

rejections as (
    select
        *,
        {{ row_key() }} as entry_rejection_key
    from {{ arrived(ref('stg_msp__rejections')) }} as received
    {{ where_new('received') }}
),

persons as (
    {{ persons_of_records() }}
),

aged as (
    select
        rejections.*,
        persons.person_key,
        {{ age_on('rejections.age', 'persons.birth_month', 'rejections.rejected_on') }} as age_then
    from rejections
    inner join persons
        on persons.person_record_key = rejections.entry_rejection_key
)

select
    aged.entry_rejection_key,
    'msp' as institution_key,
    aged.rejection_number,
    aged.person_key,
    {{ date_key('aged.rejected_on') }} as date_key,
    {{ mapped('post', 'aged.border_post') }} as border_post_key,
    {{ mapped('reason', 'aged.reason_code') }} as rejection_reason_key,
    {{ age_key_of('aged.age_then') }} as age_key,
    aged.age_then as age,
    aged.rejected_on,
    aged.border_post as border_post_received,
    aged.reason_code as reason_received,
    aged.load_id,
    aged.row_number
from aged
{{ join_map('map_border_post', 'post', 'msp', 'aged.border_post', 'aged.rejected_on') }}
{{ join_map('map_rejection_reason', 'reason', 'msp', 'aged.reason_code', 'aged.rejected_on') }}
