select
    split_part(figure.category_es, ' · ', 1) as sex_es,
    split_part(figure.category_es, ' · ', 2) as age_group_es,
    figure.value_lower as offences
from release.producer_figure as figure
where
    figure.series = 'reported_offences'
    and figure.breakdown = 'sex_and_age_group'
    and figure.period_end = (
        select max(latest.period_end) from release.producer_figure as latest
        where latest.series = 'reported_offences'
    )
