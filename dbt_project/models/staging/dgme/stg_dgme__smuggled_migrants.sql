select
    ---------- ids
    {{ trimmed('migrant_number') }} as migrant_number,
    {{ trimmed('event_number') }} as event_number,

    ---------- when
    detected_on,

    ---------- the person
    {{ trimmed('document_type') }} as document_type,
    {{ trimmed('sex') }} as sex,
    {{ trimmed('nationality') }} as nationality,
    birth_month,
    age::integer as age,

    ---------- lineage
    updated_on,
    {{ lineage() }}
from {{ in_force('dgme', 'smuggled_migrants') }}
