select
    ---------- ids
    record_id,
    {{ trimmed('case_victim_number') }} as case_victim_number,
    {{ trimmed('case_number') }} as case_number,

    ---------- when
    registered_on,

    ---------- the person
    {{ trimmed('document_type') }} as document_type,
    {{ trimmed('sex') }} as sex,
    {{ trimmed('nationality') }} as nationality,
    birth_month,
    age::integer as age,

    ---------- lineage
    updated_on,
    {{ lineage() }}
from {{ in_force('fiscalia', 'case_victims') }}
