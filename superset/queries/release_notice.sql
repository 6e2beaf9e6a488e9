-- One row always: without a release its columns are empty. The year that goes on is named where only totals of it are published.
with latest as (
    select
        max(first_year) as year,
        max(first_year) filter (where breakdown <> 'total' and unit_es = 'personas') as year_broken_down
    from release.indicator_figure
)

select
    current_release.release_id,
    current_release.edition,
    current_release.published_on,
    current_release.is_demonstration,
    current_release.held as held_es,
    case when latest.year > latest.year_broken_down then latest.year::text end as running_year
from (select 1 as page) as always
cross join latest
left join release.current_release on true
