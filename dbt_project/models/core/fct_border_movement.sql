{{
    config(
        materialized='incremental',
        on_schema_change='fail',
        pre_hook=["{{ note_loads() }}", "{{ delete_departed(ref('stg_dgme__border_entries'), within=within_unsettled) }}"],
        indexes=[{'columns': ['load_id', 'row_number']}]
    )
}}

with

entries as (
    select
        *,
        {{ row_key() }} as border_movement_key
    from {{ ref('stg_dgme__border_entries') }} as received
    {{ where_new('received', within=within_unsettled) }}
),

countries as (
    select code from {{ ref('catalogue_country') }}
)

select
    entries.border_movement_key,
    'dgme' as institution_key,
    {{ date_key('entries.month') }} as date_key,
    entries.country as entered_country_key,
    {{ mapped('countries', 'entries.nationality') }} as nationality_key,
    'entry' as direction,
    entries.movements,
    entries.nationality as nationality_received,
    entries.load_id,
    entries.row_number
from entries
left join countries
    on countries.code = entries.nationality
