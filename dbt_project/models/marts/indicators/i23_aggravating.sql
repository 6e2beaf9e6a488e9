with

means as (
    select
        exploitation_episode_key,
        bool_or(means_key = 'abuse_of_power') as abuse_of_power,
        bool_or(means_key != 'not_recorded') as is_stated
    from {{ ref('bridge_exploitation_means') }}
    group by exploitation_episode_key
),

victims as (
    select
        victims.year,
        coalesce(victims.age < 18 or victims.age >= 65, false) or victims.disability_key not in ('none', 'not_recorded', 'not_applicable') as is_a,
        victims.age is not null or victims.disability_key != 'not_recorded' as states_a,
        victims.relationship_key in ('partner', 'family') as is_b,
        victims.relationship_key != 'not_recorded' as states_b,
        means.abuse_of_power or victims.relationship_key = 'employer' as is_c,
        means.is_stated or victims.relationship_key != 'not_recorded' as states_c
    from {{ ref('fct_accredited_victim') }} as victims
    inner join means
        on means.exploitation_episode_key = victims.accreditation_key
),

-- nobody records what d and e ask
circumstances as (
    select
        victims.year,
        circumstances.*
    from victims
    cross join lateral (
        values
        ('total', 'total', is_a or is_b or is_c, states_a or states_b or states_c),
        ('aggravating_circumstance', 'a', is_a, states_a),
        ('aggravating_circumstance', 'b', is_b, states_b),
        ('aggravating_circumstance', 'c', is_c, states_c),
        ('aggravating_circumstance', 'd', null, false),
        ('aggravating_circumstance', 'e', null, false)
    ) as circumstances (breakdown, category, is_met, is_stated)
),

counted as (
    select
        year,
        breakdown,
        category,
        sum(is_met::integer)::numeric as victims,
        {{ ratio('count(*) filter (where not is_stated)', 'count(*)') }} as not_recorded_share
    from circumstances
    group by year, breakdown, category
)

select
    year,
    breakdown,
    category,
    victims as numerator,
    null::numeric as denominator,
    victims as value,
    not_recorded_share
from counted
