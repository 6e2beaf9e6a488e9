select
    figure.series,
    series.name_es as series_es,
    series.name_en as series_en,
    series.unit_es,
    series.unit_en,
    series.institution,
    figure.period_start,
    figure.period_end,
    {{ period_label('figure.period_start', 'figure.period_end', 'es') }} as period_es,
    {{ period_label('figure.period_start', 'figure.period_end', 'en') }} as period_en,
    figure.breakdown,
    figure.category,
    figure.category_es,
    figure.category_en,
    figure.value_lower,
    figure.value_upper
from {{ ref('producer_value') }} as figure
inner join {{ ref('catalogue_producer_series') }} as series
    on series.code = figure.series
