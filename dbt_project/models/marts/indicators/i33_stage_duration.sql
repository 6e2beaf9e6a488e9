with

stages as (
    select
        case_stage_key,
        procedural_stage_key,
        started_date_key,
        ended_date_key,
        ended_on,
        days
    from {{ ref('fct_procedural_stage') }}
),

ended as (
    select
        {{ year_of('ended_date_key') }} as year,
        case_stage_key,
        procedural_stage_key,
        days
    from stages
    where {{ in_calendar('ended_date_key') }}
),

ended_units as (
    {{ units_by('ended', 'case_stage_key', {'procedural_stage': 'ended.procedural_stage_key'}, carried=['days']) }}
),

covered as (
    select
        min(started_date_key) filter (where {{ in_calendar('started_date_key') }}) as first_day,
        greatest(max(started_date_key), max(ended_date_key)) as last_day
    from stages
),

-- the end of each year, in the last one the newest day that is known
closings as (
    select
        years.year,
        least(make_date(years.year, 12, 31), covered.last_day) as closing_day
    from covered
    cross join lateral generate_series(
        extract(year from covered.first_day)::integer, extract(year from covered.last_day)::integer
    ) as years (year)
),

started as (
    select
        case_stage_key,
        procedural_stage_key,
        started_date_key,
        coalesce(ended_on, 'infinity'::date) as open_until
    from stages
    where {{ in_calendar('started_date_key') }}
),

open_units as (
    select
        closings.year,
        started.case_stage_key as unit_key,
        'open_stage' as breakdown,
        started.procedural_stage_key as category
    from closings
    inner join started
        on closings.closing_day >= started.started_date_key and closings.closing_day < started.open_until
)

{{ medians('ended_units', 'days', recorded='days is not null') }}

union all

{{ counts('open_units', recorded='true') }}
