-- Bars of one list each: the latest year, the latest twelve months, or year after year.
with ends as (
    select
        series,
        max(period_end) as last_day
    from release.producer_figure
    where series in ('border_entries', 'hotline_reports')
    group by series
    union all
    -- countries tell of their months one after the other: the latest one that all of them have told of
    select
        'irregular_flows',
        min(told.last_day)
    from (
        select max(flow.period_end) as last_day
        from release.producer_figure as flow
        where flow.series = 'irregular_flows'
        group by flow.category
    ) as told
),

listed as (
    select
        figure.series,
        figure.category_es as label_es,
        figure.value_lower,
        figure.period_start,
        figure.period_end,
        figure.period_es,
        null::integer as year  -- of a list that is one year after the other
    from release.producer_figure as figure
    inner join ends on ends.series = figure.series
    where
        (figure.breakdown in ('nationality', 'country') and figure.period_start > ends.last_day - interval '12 months' and figure.period_end <= ends.last_day)
        or (figure.breakdown = 'exploitation_form' and figure.period_end = ends.last_day)
    union all
    select
        figure.series,
        figure.period_es,
        figure.value_lower,
        null,
        null,
        null,
        extract(year from figure.period_end)::integer
    from release.producer_figure as figure
    where figure.series = 'dead_or_missing_migrants' and figure.category = 'central_america'
),

captions as (
    select
        series,
        (array_agg(period_es order by period_start))[1] as first_period,
        (array_agg(period_es order by period_end desc))[1] as last_period
    from listed
    group by series
),

bars as (
    select
        series,
        label_es,
        sum(value_lower) as value,
        max(year) as year
    from listed
    group by series, label_es
)

select
    bars.series,
    bars.label_es,
    case
        when captions.first_period = captions.last_period then captions.last_period
        else captions.first_period || ' a ' || captions.last_period
    end as caption_es,
    bars.value,
    max(bars.value) over (partition by bars.series) as most,
    row_number() over (partition by bars.series order by bars.year desc nulls last, bars.value desc, bars.label_es) as place
from bars
inner join captions on captions.series = bars.series
