-- Totals by year, and a note that is there with and without a release.
with edition as (
    select
        release_id,
        left(edition, 4)::integer - case when right(edition, 2) = 'T4' then 0 else 1 end as complete_year
    from release.current_release
)

select
    figure.indicator_id,
    edition.release_id,
    figure.first_year as year,
    figure.period || case when figure.first_year > edition.complete_year then ' (en curso)' else '' end as year_es,
    figure.value,
    max(figure.value) over (partition by figure.indicator_id) as most,
    case figure.status
        when 'published' then replace(to_char(figure.value, 'FM999,999,999,990'), ',', chr(160))
        when 'suppressed' then 'protegida'
        else 'sin dato'
    end as value_es,
    case figure.status when 'published' then 'shown' when 'suppressed' then 'protected' else 'none' end as state
from release.indicator_figure as figure
cross join edition
where figure.breakdown = 'total' and figure.first_year = figure.last_year
union all
select 'nota', edition.release_id, null, null, null, null, null, null
from (select 1 as page) as always
left join edition on true
