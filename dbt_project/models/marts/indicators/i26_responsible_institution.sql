with

-- Ley 9095 art. 44; an age that nobody stated makes no institution responsible
victims as (
    select
        year,
        person_key,
        known_on,
        case
            when age < 18 then 'pani'
            when age >= 65 then 'conapam'
            when age is not null and disability_key not in ('none', 'not_recorded') then 'conapdis'
            when age is not null and sex_key = 'woman' then 'inamu'
        end as responsible,
        age is not null
        and (age not between 18 and 64 or disability_key not in ('none', 'not_recorded') or sex_key != 'not_recorded') as is_recorded
    from {{ ref('fct_accredited_victim') }}
),

received as (
    {{ services_since('known_on') }}
),

served as (
    select distinct
        year,
        person_key,
        institution_key
    from received
),

units as (
    select
        victims.year,
        victims.person_key as unit_key,
        victims.is_recorded,
        cuts.breakdown,
        cuts.category,
        cuts.is_eligible,
        served.person_key is not null as is_served
    from victims
    left join served
        on (served.year, served.person_key, served.institution_key) = (victims.year, victims.person_key, victims.responsible)
    cross join
        lateral (
            values
            ('total', 'total', coalesce(victims.responsible in ('pani', 'inamu'), false)),
            ('responsible_institution', victims.responsible, victims.responsible is not null)
        ) as cuts (breakdown, category, is_eligible)
),

rated as (
    {{ shares('units', 'category', counted='is_served', recorded='is_recorded', among='is_eligible') }}
)

-- who delivers nothing has not served nobody
select
    year,
    breakdown,
    category,
    case when category not in ('conapam', 'conapdis') then numerator end as numerator,
    denominator,
    case when category not in ('conapam', 'conapdis') then value end as value,
    case when category in ('conapam', 'conapdis') then 1 else not_recorded_share end as not_recorded_share
from rated
