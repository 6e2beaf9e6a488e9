with

source as (
    select * from {{ in_force('fiscalia', 'stages') }}
),

renamed as (
    select
        ---------- ids
        record_id,
        {{ trimmed('stage_number') }} as stage_number,
        {{ trimmed('case_number') }} as case_number,

        ---------- the stage
        {{ trimmed('stage') }} as stage,
        started_on,
        ended_on,
        {{ trimmed('outcome') }} as outcome,

        ---------- lineage
        updated_on,
        {{ lineage() }}
    from source
)

select * from renamed
