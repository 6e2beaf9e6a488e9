select
    ---------- ids
    record_id,
    {{ trimmed('case_number') }} as case_number,
    {{ trimmed('complaint_number') }} as complaint_number,

    ---------- the case
    opened_on,
    {{ trimmed('offence') }} as offence,
    {{ trimmed('office') }} as office,
    {{ trimmed('case_state') }} as case_state,

    ---------- lineage
    updated_on,
    {{ lineage() }}
from {{ in_force('fiscalia', 'cases') }}
