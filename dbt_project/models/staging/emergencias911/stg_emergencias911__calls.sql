select
    ---------- ids
    {{ trimmed('call_number') }} as call_number,

    ---------- the call
    called_at,
    {{ trimmed('incident_type') }} as incident_type,
    {{ trimmed('province') }} as province,
    {{ trimmed('canton') }} as canton,
    has_description,

    ---------- lineage
    updated_on,
    {{ lineage() }}
from {{ in_force('emergencias911', 'calls') }}
