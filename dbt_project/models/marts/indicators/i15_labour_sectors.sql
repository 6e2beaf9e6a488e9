with

victims as (
    select
        *,
        labour_sector_key not in ('not_recorded', 'not_applicable') as states_sector
    from {{ ref('fct_accredited_victim') }}
),

units as (
    {{ units_by('victims', 'person_key', {
        'labour_sector': 'labour_sector_key',
        'labour_sector_and_sex': "labour_sector_key || '|' || sex_key",
        'labour_sector_and_nationality': "labour_sector_key || '|' || nationality_key",
    }, carried=['states_sector']) }}
    where cuts.breakdown = 'total' or victims.states_sector
),

counted as (
    {{ counts('units', counted='states_sector') }}
),

-- the sector is asked where labour was exploited
of_labour as (
    select
        victims.year,
        count(distinct victims.person_key) as victims,
        count(distinct victims.person_key) filter (where not victims.states_sector) as without_sector
    from victims
    inner join {{ ref('bridge_exploitation_form') }} as forms
        on forms.exploitation_episode_key = victims.accreditation_key
    where forms.exploitation_form_key in ('forced_labour', 'child_labour', 'domestic_servitude', 'servitude', 'slavery')
    group by victims.year
)

select
    counted.year,
    counted.breakdown,
    counted.category,
    counted.numerator,
    counted.denominator,
    counted.value,
    coalesce({{ ratio('of_labour.without_sector', 'of_labour.victims') }}, 0) as not_recorded_share
from counted
left join of_labour
    on of_labour.year = counted.year
