{{ config(pre_hook="{{ note_loads() }}") }}

select
    records.institution,
    records.dataset,
    records.record_number,
    records.role,
    {{ person_of('persons', 'records.institution', 'records.dataset', 'records.record_number') }} as person_key,
    records.event_date,
    records.sex,
    records.nationality,
    records.birth_month,
    records.age,
    records.load_id,
    records.row_number,
    records.sha256
from (
    {{ persons_of('eri', 'referrals', 'victim', 'referral_number', 'referred_on') }}

    union all

    {{ persons_of('eri', 'resolutions', 'victim', 'resolution_number', 'known_on') }}

    union all

    {{ persons_of('eri', 'assisted_returns', 'beneficiary', 'return_number', 'returned_on') }}

    union all

    {{ persons_of('dgme', 'smuggled_migrants', 'migrant', 'migrant_number', 'detected_on') }}

    union all

    {{ persons_of('dgme', 'special_categories', 'beneficiary', 'permit_number', 'granted_on') }}

    union all

    {{ persons_of('fiscalia', 'accused', 'accused', 'accused_number', 'registered_on') }}

    union all

    {{ persons_of('fiscalia', 'case_victims', 'victim', 'case_victim_number', 'registered_on') }}

    union all

    {{ persons_of('poder_judicial', 'convictions', 'accused', 'conviction_number', 'decided_on') }}

    union all

    {{ persons_of('oij', 'investigations', 'victim', 'investigation_number', 'opened_on') }}

    union all

    {{ persons_of('oapvd', 'assistance', 'beneficiary', 'assistance_number', 'admitted_on') }}

    union all

    {{ persons_of('pani', 'protection_measures', 'minor', 'measure_number', 'measured_on') }}

    union all

    {{ persons_of('inamu', 'services', 'beneficiary', 'service_number', 'served_on') }}

    union all

    {{ persons_of('ccss', 'care_episodes', 'patient', 'episode_number', 'attended_on') }}

    union all

    {{ persons_of('mtss', 'work_permits', 'worker', 'permit_number', 'granted_on') }}

    union all

    {{ persons_of('imas', 'subsidies', 'beneficiary', 'benefit_number', 'granted_on') }}

    union all

    {{ persons_of('msp', 'rejections', 'migrant', 'rejection_number', 'rejected_on') }}

    union all

    {{ persons_of('msp', 'detections', 'victim', 'detection_number', 'detected_on') }}
) as records
left join {{ source('identity', 'person_of_row') }} as persons
    on (persons.load_id, persons.row_number) = (records.load_id, records.row_number)
