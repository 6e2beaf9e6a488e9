select
    ---------- ids
    record_id,
    {{ trimmed('resolution_number') }} as resolution_number,
    {{ trimmed('referral_number') }} as referral_number,

    ---------- the resolution
    known_on,
    resolved_on,
    {{ trimmed('outcome') }} as outcome,

    ---------- the person
    {{ trimmed('document_type') }} as document_type,
    {{ trimmed('sex') }} as sex,
    {{ trimmed('nationality') }} as nationality,
    birth_month,
    age::integer as age,
    {{ trimmed('gender_identity') }} as gender_identity,
    {{ trimmed('disability') }} as disability,
    {{ trimmed('indigenous_people') }} as indigenous_people,
    {{ trimmed('mother_tongue') }} as mother_tongue,
    {{ trimmed('education') }} as education,
    {{ trimmed('occupation') }} as occupation,
    {{ trimmed('migration_status') }} as migration_status,
    dependants::integer as dependants,

    ---------- residence
    {{ trimmed('province') }} as province,
    {{ trimmed('canton') }} as canton,
    {{ trimmed('district') }} as district,

    ---------- exploitation
    {{ trimmed('exploitation_country') }} as exploitation_country,
    {{ trimmed('exploitation_province') }} as exploitation_province,
    {{ trimmed('exploitation_forms') }} as exploitation_forms,
    {{ trimmed('labour_sector') }} as labour_sector,
    {{ trimmed('means') }} as means,
    {{ trimmed('control_methods') }} as control_methods,
    exploitation_started_on,
    exploitation_ended_on,

    ---------- recruitment
    {{ trimmed('recruitment_method') }} as recruitment_method,
    {{ trimmed('recruitment_platform') }} as recruitment_platform,
    {{ trimmed('recruiter_relationship') }} as recruiter_relationship,

    ---------- complaint and narrative
    {{ three_state('filed_complaint') }} as filed_complaint,
    has_narrative,

    ---------- lineage
    updated_on,
    {{ lineage() }}
from {{ in_force('eri', 'resolutions') }}
