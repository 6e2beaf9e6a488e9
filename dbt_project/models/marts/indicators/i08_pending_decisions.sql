with

resolutions as (
    select
        accreditation_key,
        outcome,
        known_date_key,
        resolved_date_key
    from {{ ref('fct_accreditation') }}
    where {{ in_calendar('known_date_key') }}
),

shown as (
    select
        min(known_date_key) as first_day,
        max(greatest(known_date_key, resolved_date_key)) as last_day
    from resolutions
),

closings as (
    select
        years.year,
        least(make_date(years.year, 12, 31), shown.last_day) as closing_day
    from shown
    cross join lateral generate_series({{ year_of('shown.first_day') }}, {{ year_of('shown.last_day') }}) as years (year)
),

-- what is decided on a day that nobody wrote down was pending on no day
pending as (
    select
        closings.year,
        resolutions.accreditation_key,
        closings.closing_day - resolutions.known_date_key as days
    from closings
    inner join resolutions
        on resolutions.known_date_key <= closings.closing_day and (resolutions.outcome = 'pending' or resolutions.resolved_date_key > closings.closing_day)
),

units as (
    select
        closings.year,
        pending.accreditation_key as unit_key,
        'total' as breakdown,
        'total' as category
    from closings
    left join pending
        on pending.year = closings.year

    union all

    select
        year,
        accreditation_key,
        'ageing_band',
        case when days <= 7 then 'd0_7' when days <= 30 then 'd8_30' when days <= 90 then 'd31_90' when days <= 365 then 'd91_365' else 'd366' end
    from pending
)

{{ counts('units') }}
