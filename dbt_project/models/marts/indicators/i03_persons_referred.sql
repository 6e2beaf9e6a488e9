with

referrals as (
    select
        {{ year_of('date_key') }} as year,
        person_key,
        detection_channel_key
    from {{ ref('fct_referral') }}
    where {{ in_calendar('date_key') }}
),

units as (
    {{ units_by('referrals', 'person_key', {}) }}

    union all

    {{ units_by_each('referrals', 'person_key', 'detection_channel', 'detection_channel_key') }}
)

{{ counts('units') }}
