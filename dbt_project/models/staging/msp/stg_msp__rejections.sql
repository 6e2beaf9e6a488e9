select
    ---------- ids
    {{ trimmed('rejection_number') }} as rejection_number,

    ---------- the rejection
    rejected_on,
    {{ trimmed('border_post') }} as border_post,
    {{ trimmed('reason_code') }} as reason_code,

    ---------- the person
    {{ trimmed('document_type') }} as document_type,
    {{ trimmed('sex') }} as sex,
    {{ trimmed('nationality') }} as nationality,
    birth_month,
    age::integer as age,

    ---------- lineage
    updated_on,
    {{ lineage() }}
from {{ in_force('msp', 'rejections') }}
