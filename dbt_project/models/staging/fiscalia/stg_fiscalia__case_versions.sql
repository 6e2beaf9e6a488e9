select
    ---------- ids
    {{ trimmed('case_number') }} as case_number,

    ---------- what it said
    opened_on,
    {{ trimmed('offence') }} as offence,
    {{ trimmed('case_state') }} as case_state,
    coalesce({{ normalised('record_status') }} = 'ANULADO', false) as is_withdrawn,

    ---------- lineage
    updated_on,
    {{ lineage() }}
from {{ as_held(source('raw_fiscalia', 'cases')) }}
