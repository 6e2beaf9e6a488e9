with period as (
    select
        max(month) as last_month,
        (max(month) - interval '11 months')::date as first_month,
        array[
            'enero', 'febrero', 'marzo', 'abril', 'mayo', 'junio',
            'julio', 'agosto', 'septiembre', 'octubre', 'noviembre', 'diciembre'
        ] as months
    from release.border_entry_by_nationality
),

entries as (
    select
        entry.nationality_es,
        sum(entry.movements) as movements
    from release.border_entry_by_nationality as entry
    inner join period on entry.month between period.first_month and period.last_month
    where entry.movements is not null
    group by entry.nationality_es
)

select
    entries.nationality_es,
    period.months[extract(month from period.first_month)::int] || ' de ' || extract(year from period.first_month)
    || ' a ' || period.months[extract(month from period.last_month)::int] || ' de '
    || extract(year from period.last_month) as period_es,
    entries.movements,
    max(entries.movements) over () as most_movements
from entries
cross join period
