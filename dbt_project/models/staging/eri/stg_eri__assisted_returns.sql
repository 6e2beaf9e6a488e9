select
    ---------- ids
    record_id,
    {{ trimmed('return_number') }} as return_number,

    ---------- the return
    returned_on,
    {{ trimmed('destination_country') }} as destination_country,
    {{ trimmed('return_type') }} as return_type,
    {{ three_state('reintegration_support') }} as reintegration_support,

    ---------- the person
    {{ trimmed('document_type') }} as document_type,
    {{ trimmed('sex') }} as sex,
    {{ trimmed('nationality') }} as nationality,
    birth_month,
    age::integer as age,

    ---------- lineage
    updated_on,
    {{ lineage() }}
from {{ in_force('eri', 'assisted_returns') }}
