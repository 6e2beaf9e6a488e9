select
    ---------- ids
    record_id,
    {{ trimmed('activity_number') }} as activity_number,

    ---------- the activity
    held_on,
    {{ trimmed('activity_type') }} as activity_type,
    {{ trimmed('audience') }} as audience,
    {{ trimmed('province') }} as province,
    {{ trimmed('institution') }} as organiser,

    ---------- whom it reached: null is not recorded, never nobody
    persons_reached,
    persons_trained,

    ---------- lineage
    updated_on,
    {{ lineage() }}
from {{ in_force('eri', 'prevention_activities') }}
