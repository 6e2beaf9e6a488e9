select
    ---------- ids
    record_id,
    {{ trimmed('referral_number') }} as referral_number,

    ---------- the referral
    referred_on,
    {{ trimmed('referring_institution') }} as referring_institution,
    {{ trimmed('suspected_form') }} as suspected_form,
    has_observations,

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
from {{ in_force('eri', 'referrals') }}
