with

abused as (
    select distinct smuggling_event_key
    from {{ ref('bridge_smuggling_abuse') }}
    where smuggling_abuse_key != 'not_recorded'
),

events as (
    select
        {{ year_of('events.date_key') }} as year,
        events.route_key,
        events.migrants,
        events.unaccompanied_minors,
        events.fee_usd,
        events.became_trafficking = 'yes' as is_trafficking,
        events.became_trafficking in ('yes', 'no') as is_answered,
        abused.smuggling_event_key is not null as is_abuse,
        events.migrants is not null and events.unaccompanied_minors is not null as is_counted
    from {{ ref('fct_smuggling_event') }} as events
    left join abused
        on abused.smuggling_event_key = events.smuggling_event_key
    where {{ in_calendar('events.date_key') }}
),

parts as (
    select
        events.year,
        scopes.breakdown,
        scopes.suffix,
        count(*) as events,
        count(*) filter (where events.is_trafficking) as trafficking,
        count(*) filter (where events.is_answered) as answered,
        count(*) filter (where events.is_abuse) as abuse,
        count(*) filter (where events.is_counted) as counted,
        sum(events.unaccompanied_minors) filter (where events.is_counted) as unaccompanied_minors,
        sum(events.migrants) filter (where events.is_counted) as migrants,
        count(events.fee_usd) as fees,
        percentile_cont(0.5) within group (order by events.fee_usd)::numeric as median_fee
    from events
    cross join
        lateral (
            values
            ('measure', ''),
            ('measure_and_route', '|' || events.route_key)
        ) as scopes (breakdown, suffix)
    group by events.year, scopes.breakdown, scopes.suffix
),

measures as (
    select
        parts.year,
        parts.breakdown,
        kinds.measure || parts.suffix as category,
        kinds.numerator,
        kinds.denominator,
        coalesce(kinds.median, {{ ratio('kinds.numerator', 'kinds.denominator') }}) as value,
        {{ ratio('parts.events - kinds.stated', 'parts.events') }} as not_recorded_share
    from parts
    cross join
        lateral (
            values
            ('conversion', parts.trafficking::numeric, parts.answered::numeric, null::numeric, parts.answered),
            ('abuse', parts.abuse, parts.events, null, parts.abuse),
            ('unaccompanied_minors', parts.unaccompanied_minors, parts.migrants, null, parts.counted),
            ('median_fee', parts.fees, null, parts.median_fee, parts.fees)
        ) as kinds (measure, numerator, denominator, median, stated)
)

select *
from measures
where value is not null

union all

select
    year,
    'total' as breakdown,
    'total' as category,
    numerator,
    denominator,
    value,
    not_recorded_share
from measures
where category = 'conversion' and value is not null
