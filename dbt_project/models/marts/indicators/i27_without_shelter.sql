with

victims as (
    select
        year,
        person_key,
        known_on,
        gender_identity_key,
        (sex_key = 'man' and coalesce(age, 18) >= 18)
        or gender_identity_key in ('trans_woman', 'trans_man', 'non_binary', 'other') as is_eligible
    from {{ ref('fct_accredited_victim') }}
),

received as (
    {{ services_since('known_on') }}
),

sheltered as (
    select distinct
        year,
        person_key
    from received
    where service_category = 'shelter'
),

-- the total looks for the gender identity of all, the breakdown for that of those who count
units as (
    select
        victims.year,
        victims.person_key as unit_key,
        victims.gender_identity_key,
        victims.is_eligible,
        cuts.breakdown,
        cuts.category,
        sheltered.person_key is null as is_without
    from victims
    left join sheltered
        on (sheltered.year, sheltered.person_key) = (victims.year, victims.person_key)
    cross join
        lateral (
            values
            ('total', 'total'),
            ('gender_identity', victims.gender_identity_key)
        ) as cuts (breakdown, category)
    where cuts.breakdown = 'total' or victims.is_eligible
)

{{ shares('units', 'category', counted='is_without', recorded="gender_identity_key != 'not_recorded'", among='is_eligible') }}
