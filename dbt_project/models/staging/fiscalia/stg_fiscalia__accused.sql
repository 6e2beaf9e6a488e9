select
    ---------- ids
    record_id,
    {{ trimmed('accused_number') }} as accused_number,
    {{ trimmed('case_number') }} as case_number,

    ---------- the accusation
    registered_on,
    {{ trimmed('role_in_offence') }} as role_in_offence,
    {{ trimmed('relationship') }} as relationship,

    ---------- the person
    {{ trimmed('document_type') }} as document_type,
    {{ trimmed('sex') }} as sex,
    {{ trimmed('nationality') }} as nationality,
    birth_month,
    age::integer as age,

    ---------- lineage
    updated_on,
    {{ lineage() }}
from {{ in_force('fiscalia', 'accused') }}
