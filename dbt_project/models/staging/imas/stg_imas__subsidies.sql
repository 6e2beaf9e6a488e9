select
    ---------- ids
    record_id,
    {{ trimmed('benefit_number') }} as benefit_number,

    ---------- the benefit
    granted_on,
    {{ trimmed('subsidy') }} as subsidy,
    amount_crc,

    ---------- the person
    {{ trimmed('document_type') }} as document_type,
    {{ trimmed('sex') }} as sex,
    {{ trimmed('nationality') }} as nationality,
    birth_month,
    age::integer as age,

    ---------- lineage
    updated_on,
    {{ lineage() }}
from {{ in_force('imas', 'subsidies') }}
