-- Forms too small to be shown are counted together, each report once. When together they are still too small, the next
-- smallest form joins them: what is shown as a group is never one form alone and never below the threshold.
with

mentions as (
    select distinct
        extract(year from report.date_key)::integer as year,
        bridge.hotline_report_key,
        form.published_form_key as form_key
    from {{ ref('bridge_hotline_exploitation') }} as bridge
    inner join {{ ref('fct_hotline_report') }} as report using (hotline_report_key)
    inner join {{ ref('dim_exploitation_form') }} as form using (exploitation_form_key)
    where {{ in_calendar('report.date_key') }}
),

ranked as (
    select
        year,
        form_key,
        count(*) as reports,
        row_number() over (partition by year order by count(*), form_key) as rank
    from mentions
    group by year, form_key
),

first_mentions as (
    select
        mentions.year,
        mentions.hotline_report_key,
        min(ranked.rank) as rank
    from mentions
    inner join ranked using (year, form_key)
    group by mentions.year, mentions.hotline_report_key
),

together as (
    select
        ranked.*,
        count(first_mentions.hotline_report_key) as reports_so_far
    from ranked
    left join first_mentions
        on first_mentions.year = ranked.year and first_mentions.rank <= ranked.rank
    group by ranked.year, ranked.form_key, ranked.reports, ranked.rank
),

grouped as (
    select
        *,
        min(reports) over (partition by year) < {{ var('MIN_PUBLISHABLE_COUNT') }}
        and (
            reports < {{ var('MIN_PUBLISHABLE_COUNT') }}
            or rank = 2
            or lag(reports_so_far) over (partition by year order by rank) < {{ var('MIN_PUBLISHABLE_COUNT') }}
        ) as is_grouped
    from together
),

counted as (
    select
        grouped.year,
        form.name_es as form_es,
        form.name_en as form_en,
        grouped.reports
    from grouped
    inner join {{ ref('dim_exploitation_form') }} as form
        on form.exploitation_form_key = grouped.form_key
    where not grouped.is_grouped

    union all

    select
        year,
        'Otras formas (agrupadas)',
        'Other forms (grouped)',
        max(reports_so_far)
    from grouped
    where is_grouped
    group by year
)

select
    year,
    form_es,
    form_en,
    {{ published_value('reports') }} as reports,
    {{ published_status('reports') }} as status
from counted
