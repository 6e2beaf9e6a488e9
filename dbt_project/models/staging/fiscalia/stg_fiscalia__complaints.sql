select
    ---------- ids
    record_id,
    {{ trimmed('complaint_number') }} as complaint_number,

    ---------- the complaint
    filed_on,
    {{ trimmed('offence') }} as offence,
    {{ trimmed('channel') }} as channel,
    {{ trimmed('province') }} as province,
    has_facts,

    ---------- lineage
    updated_on,
    {{ lineage() }}
from {{ in_force('fiscalia', 'complaints') }}
