select
    ---------- ids
    {{ trimmed('operation_number') }} as operation_number,

    ---------- the operation
    performed_on,
    {{ trimmed('unit') }} as unit,
    {{ trimmed('operation_type') }} as operation_type,
    {{ trimmed('province') }} as province,
    {{ trimmed('canton') }} as canton,

    ---------- persons
    persons_detected::integer as persons_detected,
    presumed_victims::integer as presumed_victims,

    ---------- lineage
    updated_on,
    {{ lineage() }}
from {{ in_force('msp', 'operations') }}
