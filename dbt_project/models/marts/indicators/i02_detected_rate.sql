with

accredited as (
    select
        year,
        breakdown,
        category,
        numerator,
        not_recorded_share
    from {{ ref('i04_accredited_victims') }}
    where
        breakdown in ('total', 'exploitation_form')
        or (breakdown = 'sex' and category in ('woman', 'man'))

    union all

    select
        year,
        'sdg_age_group',
        case category when 'minor' then 'under_18' else 'from_18' end as sdg_age_group_key,
        sum(numerator),
        max(not_recorded_share)
    from {{ ref('i04_accredited_victims') }}
    where breakdown = 'age_group' and category != 'not_recorded'
    group by year, sdg_age_group_key
),

-- an estimate whose year nobody states is no denominator
estimates as (
    select
        year,
        sex_key,
        age_group_key,
        population,
        source
    from {{ ref('fct_population') }}
    where country_key = 'CRI' and territory_key = 'not_applicable' and year is not null
)

select distinct on (accredited.year, accredited.breakdown, accredited.category)
    accredited.year,
    accredited.breakdown,
    accredited.category,
    accredited.numerator,
    estimates.population as denominator,
    {{ ratio('accredited.numerator * 100000', 'estimates.population') }} as value,
    accredited.not_recorded_share,
    estimates.year as population_year,
    estimates.source as population_source
from accredited
inner join estimates
    on
        estimates.year <= accredited.year
        and estimates.sex_key = case accredited.breakdown when 'sex' then accredited.category else 'total' end
        and estimates.age_group_key = case accredited.breakdown when 'sdg_age_group' then accredited.category else 'total' end
order by accredited.year, accredited.breakdown, accredited.category, estimates.year desc, estimates.source
