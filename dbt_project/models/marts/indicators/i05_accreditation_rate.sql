with

resolutions as (
    select
        {{ year_of('accreditations.resolved_date_key') }} as year,
        accreditations.person_key,
        accreditations.outcome,
        accreditations.resolved_date_key,
        coalesce(referrals.exploitation_form_key, 'not_recorded') as suspected_form_key
    from {{ ref('fct_accreditation') }} as accreditations
    left join {{ ref('fct_referral') }} as referrals
        on referrals.referral_number = accreditations.referral_number
    where accreditations.outcome in ('accredited', 'not_accredited') and {{ in_calendar('accreditations.resolved_date_key') }}
),

-- of several in one year the earliest counts
decided as (
    select
        year,
        person_key,
        bool_or(outcome = 'accredited') as is_accredited,
        (array_agg(suspected_form_key order by resolved_date_key, suspected_form_key))[1] as suspected_form_key
    from resolutions
    group by year, person_key
),

persons as (
    select
        decided.*,
        persons.sex_key,
        persons.nationality_key
    from decided
    inner join {{ ref('dim_person') }} as persons
        on persons.person_key = decided.person_key
),

units as (
    {{ units_by('persons', 'person_key', {
        'sex': 'sex_key', 'nationality': 'nationality_key', 'suspected_form': 'suspected_form_key',
    }, carried=['is_accredited']) }}
)

{{ rates('units', counted='is_accredited') }}
