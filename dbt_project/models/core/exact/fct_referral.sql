with

referrals as (
    select
        *,
        {{ row_key() }} as referral_key
    from {{ ref('stg_eri__referrals') }}
),

persons as (
    {{ persons_of_records() }}
),

told as (
    select
        referrals.*,
        persons.person_key,
        places.territory_key,
        {{ age_on('referrals.age', 'persons.birth_month', 'referrals.referred_on') }} as age_then
    from referrals
    inner join persons
        on persons.person_record_key = referrals.referral_key
    inner join {{ ref('int_place_of_detection') }} as places
        on places.person_record_key = referrals.referral_key
)

select
    told.referral_key,
    told.referral_number,
    'eri' as institution_key,
    told.person_key,
    {{ date_key('told.referred_on') }} as date_key,
    {{ mapped('channel', 'told.referring_institution') }} as detection_channel_key,
    told.territory_key,
    {{ mapped('form', 'told.suspected_form') }} as exploitation_form_key,
    told.age_then as age,
    {{ age_key_of('told.age_then') }} as age_key,
    told.referred_on,
    told.referring_institution as referring_institution_received,
    told.suspected_form as suspected_form_received,
    told.province as province_received,
    told.canton as canton_received,
    told.load_id,
    told.row_number
from told
{{ join_map('map_detection_channel', 'channel', 'eri', 'told.referring_institution', 'told.referred_on') }}
{{ join_map('map_exploitation_form', 'form', 'eri', 'told.suspected_form', 'told.referred_on') }}
