select
    figure.position,
    figure.label_es,
    figure.value,
    figure.status,
    figure.unit_es,
    figure.period_label_es,
    coalesce(source.institution_name, figure.institution) as institution_name
from release.key_figure as figure
left join (
    select distinct institution, institution_name from release.data_source
) as source on source.institution = figure.institution
