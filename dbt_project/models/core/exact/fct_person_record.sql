{{
    config(
        materialized='incremental',
        on_schema_change='fail',
        pre_hook=[
            "{{ note_loads() }}",
            "{{ keep_arrived(ref('int_person_record')) }}",
            "{{ delete_departed(arrived(ref('int_person_record')), within=within_unsettled) }}",
            "{{ follow_persons(ref('int_person_of_row')) }}",
        ],
        indexes=[{'columns': ['load_id', 'row_number']}, {'columns': ['record_number']}]
    )
}}

with

records as (
    select * from {{ arrived(ref('int_person_record')) }} as arrived
    {{ where_new('arrived') }}
),

countries as (
    select code from {{ ref('catalogue_country') }}
)

select
    {{ row_key() }} as person_record_key,
    records.institution as institution_key,
    records.dataset,
    records.record_number,
    records.person_key,
    {{ date_key('records.event_date') }} as date_key,
    records.role,
    {{ mapped('sex_map', 'records.sex') }} as sex_key,
    case
        when {{ trimmed('records.nationality') }} is null then 'not_recorded'
        else coalesce(countries.code, nationality_map.code, 'unmapped')
    end as nationality_key,
    {{ age_group_of('records.age', youngest=0) }} as age_group_key,
    {{ age_key_of('records.age') }} as age_key,
    records.birth_month,
    records.age,
    records.sex as sex_received,
    records.nationality as nationality_received,
    records.event_date,
    records.load_id,
    records.row_number
from records
left join countries
    on countries.code = upper(records.nationality)
{{ join_map('map_sex', 'sex_map', 'records.institution', 'records.sex', 'records.event_date') }}
{{ join_map('map_country', 'nationality_map', 'records.institution', 'records.nationality', 'records.event_date') }}
