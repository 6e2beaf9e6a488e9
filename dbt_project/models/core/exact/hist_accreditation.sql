with

versions as (
    select
        versions.resolution_number,
        {{ decision_of('versions', 'decision') }} as outcome,
        versions.known_on,
        versions.resolved_on,
        versions.is_withdrawn,
        versions.updated_on,
        versions.load_id,
        versions.row_number
    from {{ ref('stg_eri__resolution_versions') }} as versions
    {{ join_map('map_resolution_outcome', 'decision', 'eri', 'versions.outcome', 'versions.known_on') }}
),

{{ history_of('versions', 'int_eri__known_version', 'resolution_number', ['outcome', 'known_on', 'resolved_on']) }}

select * from history
