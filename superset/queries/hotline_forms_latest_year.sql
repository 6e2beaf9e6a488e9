select
    form.year,
    form.form_es,
    form.reports,
    max(form.reports) over () as most_reports,
    row_number() over (order by form.reports desc nulls last, form.form_es) as place
from release.hotline_report_by_form as form
where form.year = (select max(latest.year) from release.hotline_report_by_form as latest)
