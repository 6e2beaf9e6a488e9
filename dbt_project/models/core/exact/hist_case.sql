with

versions as (
    select
        versions.case_number,
        {{ mapped('state', 'versions.case_state') }} as case_state_key,
        {{ mapped('offence', 'versions.offence') }} as offence_key,
        versions.is_withdrawn,
        versions.updated_on,
        versions.load_id,
        versions.row_number
    from {{ ref('stg_fiscalia__case_versions') }} as versions
    {{ join_map('map_case_state', 'state', 'fiscalia', 'versions.case_state', 'versions.opened_on') }}
    {{ join_map('map_offence', 'offence', 'fiscalia', 'versions.offence', 'versions.opened_on') }}
),

{{ history_of('versions', 'int_fiscalia__known_version', 'case_number', ['case_state_key', 'offence_key']) }}

select * from history
