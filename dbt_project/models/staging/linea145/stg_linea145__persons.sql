select
    ---------- ids
    record_id,
    {{ trimmed('report_number') }} as report_number,

    ---------- the report
    report_intake_date,
    {{ trimmed('topic') }} as topic,
    {{ trimmed('subtopic') }} as subtopic,

    ---------- the person
    {{ trimmed('person_role') }} as person_role,
    {{ trimmed('nationality') }} as nationality,
    {{ trimmed('province') }} as province,
    lpad({{ trimmed('province_indec_code') }}, 2, '0') as province_indec_code,
    {{ trimmed('gender') }} as gender,
    nullif(apparent_age, 0)::integer as apparent_age,
    {{ three_state('is_pregnant') }} as is_pregnant,
    {{ three_state('has_disability') }} as has_disability,

    ---------- lineage
    {{ lineage() }}
from {{ in_force('linea145', 'persons') }}
