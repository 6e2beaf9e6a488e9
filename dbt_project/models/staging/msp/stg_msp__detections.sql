select
    ---------- ids
    {{ trimmed('detection_number') }} as detection_number,

    ---------- the detection
    detected_on,
    {{ trimmed('unit') }} as unit,
    {{ trimmed('suspected_form') }} as suspected_form,

    ---------- the person
    {{ trimmed('document_type') }} as document_type,
    {{ trimmed('sex') }} as sex,
    {{ trimmed('nationality') }} as nationality,
    birth_month,
    age::integer as age,

    ---------- lineage
    updated_on,
    {{ lineage() }}
from {{ in_force('msp', 'detections') }}
