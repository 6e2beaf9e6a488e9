select
    ---------- ids
    {{ trimmed('assistance_number') }} as assistance_number,

    ---------- the assistance
    admitted_on,
    ended_on,
    {{ trimmed('service') }} as service,
    {{ three_state('filed_complaint') }} as filed_complaint,

    ---------- the person
    {{ trimmed('document_type') }} as document_type,
    {{ trimmed('sex') }} as sex,
    {{ trimmed('nationality') }} as nationality,
    birth_month,
    age::integer as age,

    ---------- lineage
    updated_on,
    {{ lineage() }}
from {{ in_force('oapvd', 'assistance') }}
