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
from {{ in_force('fiscalia', 'stages') }}
