with

offences as (
    select
        offences,
        first_day,
        last_day
    from {{ ref('fct_offence_count') }}
    where extract(year from last_day) = (select extract(year from max(last_day)) from {{ ref('fct_offence_count') }})
),

months as (
    select
        date_key,
        sum(movements) as movements,
        max(date_key) over () as last_month
    from {{ ref('fct_border_movement') }}
    where direction = 'entry'
    group by date_key
),

reports as (
    select date_key
    from {{ ref('fct_hotline_report') }}
    where extract(year from date_key) = (select extract(year from max(date_key)) from {{ ref('fct_hotline_report') }})
),

victims as (
    select date_key
    from {{ ref('fct_hotline_person') }}
    where
        person_role = 'direct_victim'
        and extract(year from date_key) = (select extract(year from max(date_key)) from {{ ref('fct_hotline_report') }})
),

detected as (
    select
        year,
        case when min(value_lower) = max(value_upper) then max(value_upper) end as victims
    from {{ ref('fct_international_figure') }}
    where
        country_key = 'CRI'
        and indicator = 'Detected trafficking victims'
        and dimension = 'Total'
        and sex_key = 'total'
        and age_group_key = 'total'
    group by year
    order by year desc
    limit 1
),

measured (figure_key, value, first_day, last_day) as (
    select 'reported_offences', coalesce(sum(offences), 0)::numeric, min(first_day), max(last_day) from offences
    union all
    select 'border_entries_month', sum(movements), min(date_key), max(date_key) from months where date_key = last_month
    union all
    -- a month too small to be shown would follow from the sum of twelve and the other eleven
    select
        'border_entries_12_months',
        case when bool_and({{ publishable('movements') }}) then sum(movements) end,
        min(date_key),
        max(date_key)
    from months
    where date_key > last_month - interval '12 months'
    union all
    select 'hotline_reports', count(*), min(date_key), max(date_key) from reports
    union all
    select 'hotline_victims', count(*), min(date_key), max(date_key) from victims
    union all
    select 'detected_victims', victims, make_date(year, 1, 1), make_date(year, 12, 31) from detected
)

select
    figure.position,
    figure.code as figure_key,
    figure.name_es as label_es,
    figure.name_en as label_en,
    ({{ published_value('measured.value') }})::numeric(20, 0) as value,
    {{ published_status('measured.value') }} as status,
    figure.unit_es,
    figure.unit_en,
    date_trunc('month', measured.first_day)::date as period_start,
    (date_trunc('month', measured.last_day) + interval '1 month - 1 day')::date as period_end,
    {{ period_label('measured.first_day', 'measured.last_day', 'es') }} as period_label_es,
    {{ period_label('measured.first_day', 'measured.last_day', 'en') }} as period_label_en,
    figure.institution
from measured
inner join {{ ref('catalogue_key_figure') }} as figure
    on figure.code = measured.figure_key
where measured.first_day is not null
