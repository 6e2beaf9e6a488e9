select
    ---------- ids
    record_id,
    {{ trimmed('report_number') }} as report_number,

    ---------- the report
    intake_date,
    {{ normalised('urgency') }} as urgency,
    {{ trimmed('origin') }} as origin,
    {{ three_state('is_anonymous') }} as is_anonymous,
    {{ trimmed('topic') }} as topic,
    {{ trimmed('subtopic') }} as subtopic,
    {{ trimmed('intake_channel') }} as intake_channel,
    {{ trimmed('registering_unit') }} as registering_unit,
    {{ trimmed('province') }} as province,
    lpad({{ trimmed('province_indec_code') }}, 2, '0') as province_indec_code,

    ---------- referrals
    {{ trimmed('referral_1_institution') }} as referral_1_institution,
    referral_1_at,
    {{ three_state('referral_1_prosecuted') }} as referral_1_prosecuted,
    {{ three_state('referral_2_prosecuted') }} as referral_2_prosecuted,
    {{ three_state('referral_3_prosecuted') }} as referral_3_prosecuted,

    ---------- who reports
    {{ trimmed('reporter_type') }} as reporter_type,
    {{ trimmed('reporter_nationality') }} as reporter_nationality,
    {{ trimmed('reporter_province') }} as reporter_province,
    {{ trimmed('reporter_gender') }} as reporter_gender,
    nullif(reporter_apparent_age, 0)::integer as reporter_apparent_age,

    ---------- lineage
    {{ lineage() }}
from {{ in_force('linea145', 'reports') }}
