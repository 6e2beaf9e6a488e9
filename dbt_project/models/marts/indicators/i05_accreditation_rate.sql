with

decided as (
    select
        {{ year_of('resolved_date_key') }} as year,
        person_key,
        bool_or(outcome = 'accredited') as is_accredited,
        (array_agg(referral_number order by resolved_date_key, resolution_number))[1] as referral_number
    from {{ ref('fct_accreditation') }}
    where outcome in ('accredited', 'not_accredited') and {{ in_calendar('resolved_date_key') }}
    group by year, person_key
),

persons as (
    select
        decided.*,
        persons.sex_key,
        persons.nationality_key,
        coalesce(referrals.exploitation_form_key, 'not_recorded') as suspected_form_key
    from decided
    inner join {{ ref('dim_person') }} as persons
        on persons.person_key = decided.person_key
    left join {{ ref('fct_referral') }} as referrals
        on referrals.referral_number = decided.referral_number
),

units as (
    {{ units_by('persons', 'person_key', {
        'sex': 'sex_key', 'nationality': 'nationality_key', 'suspected_form': 'suspected_form_key',
    }, carried=['is_accredited']) }}
)

{{ rates('units', counted='is_accredited') }}
