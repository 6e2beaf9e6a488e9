with

loads as (
    select
        {{ year_of('received_date_key') }} as year,
        institution_key,
        delivered,
        accepted,
        state,
        is_on_time
    from {{ ref('fct_delivery') }}
    where {{ in_calendar('received_date_key') }}
),

of_loads as (
    select
        loads.year,
        cuts.breakdown,
        cuts.category,
        sum(cuts.part) as numerator,
        sum(cuts.whole) as denominator
    from loads
    cross join
        lateral (
            values
            ('total', 'total', loads.accepted, loads.delivered),
            ('completeness', loads.institution_key, loads.accepted, loads.delivered),
            ('timeliness', loads.institution_key, loads.is_on_time::integer, (loads.is_on_time is not null)::integer),
            ('contract_failures', loads.institution_key, (loads.state = 'rejected')::integer, 1)
        ) as cuts (breakdown, category, part, whole)
    group by loads.year, cuts.breakdown, cuts.category
    having sum(cuts.whole) > 0
),

of_codes as (
    select
        victims.year,
        'coded_to_ictip' as breakdown,
        'eri' as category,
        count(distinct used.exploitation_form_key) filter (where forms.ictip_code is not null)::numeric as numerator,
        count(distinct used.exploitation_form_key)::numeric as denominator
    from {{ ref('fct_accredited_victim') }} as victims
    inner join {{ ref('bridge_exploitation_form') }} as used
        on used.exploitation_episode_key = victims.accreditation_key
    inner join {{ ref('dim_exploitation_form') }} as forms
        on forms.exploitation_form_key = used.exploitation_form_key
    where used.exploitation_form_key != 'not_recorded'
    group by victims.year
),

of_the_fund as (
    select
        {{ year_of('date_key') }} as year,
        'fund_execution' as breakdown,
        fund_line_key as category,
        sum(spent_crc) filter (where budget_crc is not null) as numerator,
        sum(budget_crc) filter (where spent_crc is not null) as denominator,
        {{ ratio('count(*) filter (where spent_crc is null or budget_crc is null)', 'count(*)') }} as not_recorded_share
    from {{ ref('fct_fund_execution') }}
    where {{ in_calendar('date_key') }}
    group by 1, 3
),

of_activities as (
    select
        {{ year_of('activities.date_key') }} as year,
        cuts.breakdown,
        activities.audience_key as category,
        coalesce(sum(cuts.persons), 0)::numeric as numerator,
        {{ ratio('count(*) filter (where cuts.persons is null)', 'count(*)') }} as not_recorded_share
    from {{ ref('fct_prevention_activity') }} as activities
    cross join
        lateral (
            values
            ('persons_trained', activities.persons_trained, true),
            ('campaign_reach', activities.persons_reached, activities.activity_type_key = 'campaign')
        ) as cuts (breakdown, persons, is_meant)
    where {{ in_calendar('activities.date_key') }} and cuts.is_meant
    group by 1, 2, 3
),

of_calls as (
    select
        {{ year_of('date_key') }} as year,
        'emergency_calls' as breakdown,
        to_char(date_key, 'YYYY-MM') as category,
        count(*)::numeric as numerator
    from {{ ref('fct_call') }}
    where incident_type_key = 'trafficking_in_persons' and {{ in_calendar('date_key') }}
    group by 1, 3
)

select
    year,
    breakdown,
    category,
    numerator,
    denominator,
    {{ ratio('numerator', 'denominator') }} as value,
    0 as not_recorded_share
from of_loads

union all

select
    year,
    breakdown,
    category,
    numerator,
    denominator,
    {{ ratio('numerator', 'denominator') }},
    0
from of_codes

union all

select
    year,
    breakdown,
    category,
    numerator,
    denominator,
    {{ ratio('numerator', 'denominator') }},
    not_recorded_share
from of_the_fund
where denominator > 0

union all

select
    year,
    breakdown,
    category,
    numerator,
    null as denominator,
    numerator as value,
    not_recorded_share
from of_activities

union all

select
    year,
    breakdown,
    category,
    numerator,
    null as denominator,
    numerator as value,
    0
from of_calls
