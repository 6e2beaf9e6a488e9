select
    figure.category as province_code,
    figure.category_es as province_name,
    figure.value_lower as offences
from release.producer_figure as figure
where
    figure.series = 'reported_offences'
    and figure.breakdown = 'province'
    and figure.period_end = (
        select max(latest.period_end) from release.producer_figure as latest
        where latest.series = 'reported_offences'
    )
