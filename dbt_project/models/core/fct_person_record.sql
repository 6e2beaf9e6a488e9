{{
    config(
        materialized='incremental',
        on_schema_change='fail',
        pre_hook=["{{ delete_departed(ref('int_person_record')) }}", "{{ follow_persons(ref('int_person_record')) }}"]
    )
}}

select
    {{ row_key() }} as person_record_key,
    institution as institution_key,
    dataset,
    record_number,
    person_key,
    {{ date_key('event_date') }} as date_key,
    role,
    sex_key,
    nationality_key,
    {{ age_group_of('age', youngest=0) }} as age_group_key,
    {{ age_key_of('age') }} as age_key,
    birth_month,
    age,
    sex_received,
    nationality_received,
    event_date,
    load_id,
    row_number
from {{ ref('int_person_record') }} as records
{{ where_new('records') }}
