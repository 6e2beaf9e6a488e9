select
    figure.position,
    figure.label_es,
    case
        when figure.value_lower < figure.value_upper then figure.value_lower || '–' || figure.value_upper
        else replace(to_char(figure.value_lower, 'FM999,999,999,990'), ',', chr(160))
    end as value_text,
    figure.unit_es,
    figure.period_label_es,
    coalesce(source.institution_name, figure.institution) as institution_name
from release.key_figure as figure
left join (
    select distinct
        institution,
        institution_name
    from release.data_source
) as source on source.institution = figure.institution
