select
    ---------- ids
    {{ trimmed('investigation_number') }} as investigation_number,

    ---------- the investigation
    opened_on,
    {{ trimmed('offence') }} as offence,
    {{ trimmed('outcome') }} as outcome,

    ---------- the person
    {{ trimmed('document_type') }} as document_type,
    {{ trimmed('sex') }} as sex,
    {{ trimmed('nationality') }} as nationality,
    birth_month,
    age::integer as age,

    ---------- where
    {{ trimmed('province') }} as province,
    {{ trimmed('canton') }} as canton,

    ---------- lineage
    updated_on,
    {{ lineage() }}
from {{ in_force('oij', 'investigations') }}
