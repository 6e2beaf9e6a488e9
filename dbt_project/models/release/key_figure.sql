with

figures as (
    select
        figure.*,
        series.unit_es,
        series.unit_en,
        series.institution,
        key_figure.code as figure_key,
        key_figure.name_es as label_es,
        key_figure.name_en as label_en,
        key_figure.position,
        key_figure.months::integer as months,
        max(figure.period_end) over (partition by key_figure.code) as last_day
    from {{ ref('catalogue_key_figure') }} as key_figure
    inner join {{ ref('catalogue_producer_series') }} as series
        on series.code = key_figure.series
    inner join {{ ref('producer_value') }} as figure
        on figure.series = key_figure.series and figure.category = coalesce(key_figure.category, 'total')
),

measured as (
    select
        position,
        figure_key,
        label_es,
        label_en,
        sum(value_lower)::bigint as value_lower,
        sum(value_upper)::bigint as value_upper,
        unit_es,
        unit_en,
        min(period_start) as period_start,
        max(period_end) as period_end,
        institution
    from figures
    where case when months is null then period_end = last_day else period_start > last_day - make_interval(months => months) end
    group by position, figure_key, label_es, label_en, unit_es, unit_en, institution
)

select
    position,
    figure_key,
    label_es,
    label_en,
    value_lower,
    value_upper,
    unit_es,
    unit_en,
    period_start,
    period_end,
    {{ period_label('period_start', 'period_end', 'es') }} as period_label_es,
    {{ period_label('period_start', 'period_end', 'en') }} as period_label_en,
    institution
from measured
