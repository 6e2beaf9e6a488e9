select
    ---------- ids
    {{ trimmed('permit_number') }} as permit_number,

    ---------- the permit
    granted_on,
    {{ trimmed('sector') }} as sector,

    ---------- the person
    {{ trimmed('document_type') }} as document_type,
    {{ trimmed('sex') }} as sex,
    {{ trimmed('nationality') }} as nationality,
    birth_month,
    age::integer as age,

    ---------- lineage
    updated_on,
    {{ lineage() }}
from {{ in_force('mtss', 'work_permits') }}
