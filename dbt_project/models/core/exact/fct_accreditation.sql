with

resolutions as (
    select
        *,
        {{ row_key() }} as accreditation_key
    from {{ ref('stg_eri__resolutions') }}
),

persons as (
    {{ persons_of_records() }}
),

referrals as (
    select
        referral_number,
        detection_channel_key
    from {{ ref('fct_referral') }}
),

calendar as (
    select
        date_key,
        working_day_number
    from {{ ref('dim_date') }}
),

decided as (
    select
        resolutions.*,
        persons.person_key,
        {{ age_on('resolutions.age', 'persons.birth_month', 'resolutions.known_on') }} as age_then,
        {{ decision_of('resolutions', 'decision') }} as decision
    from resolutions
    inner join persons
        on persons.person_record_key = resolutions.accreditation_key
    {{ join_map('map_resolution_outcome', 'decision', 'eri', 'resolutions.outcome', 'resolutions.known_on') }}
)

select
    decided.accreditation_key,
    'eri' as institution_key,
    decided.resolution_number,
    decided.referral_number,
    decided.person_key,
    {{ date_key('decided.known_on') }} as known_date_key,
    case
        when decided.decision = 'pending' then {{ special_date("'not_applicable'") }}
        else {{ date_key('decided.resolved_on') }}
    end as resolved_date_key,
    decided.decision as outcome,
    coalesce(referrals.detection_channel_key, 'not_recorded') as detection_channel_key,
    decided.known_on,
    decided.resolved_on,
    {{ days_between('decided.known_on', 'decided.resolved_on') }} as days_to_resolution,
    {{ working_days_between('known_day', 'resolved_day') }} as working_days_to_resolution,
    decided.age_then as age,
    {{ age_key_of('decided.age_then') }} as age_key,
    profiles.gender_identity_key,
    profiles.disability_key,
    profiles.indigenous_people_key,
    profiles.mother_tongue_key,
    profiles.education_key,
    profiles.occupation_key,
    profiles.migration_status_key,
    profiles.territory_key,
    decided.dependants,
    decided.filed_complaint,
    decided.outcome as outcome_received,
    decided.gender_identity as gender_identity_received,
    decided.disability as disability_received,
    decided.indigenous_people as indigenous_people_received,
    decided.mother_tongue as mother_tongue_received,
    decided.education as education_received,
    decided.occupation as occupation_received,
    decided.migration_status as migration_status_received,
    decided.province as province_received,
    decided.canton as canton_received,
    decided.district as district_received,
    decided.load_id,
    decided.row_number
from decided
inner join {{ ref('int_eri__profile') }} as profiles
    on profiles.accreditation_key = decided.accreditation_key
left join referrals
    on referrals.referral_number = decided.referral_number
left join calendar as known_day
    on known_day.date_key = decided.known_on
left join calendar as resolved_day
    on resolved_day.date_key = decided.resolved_on
