select
    ---------- ids
    {{ trimmed('resolution_number') }} as resolution_number,

    ---------- what it said
    known_on,
    resolved_on,
    {{ trimmed('outcome') }} as outcome,
    coalesce({{ normalised('record_status') }} = 'ANULADO', false) as is_withdrawn,

    ---------- lineage
    updated_on,
    {{ lineage() }}
from {{ as_held(source('raw_eri', 'resolutions')) }}
