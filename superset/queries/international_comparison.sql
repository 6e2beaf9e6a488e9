with latest as (
    select max(year) as year from release.international_victims
),

figure as (
    select
        victims.country_es,
        victims.is_focus,
        victims.year - latest.year + 6 as place,
        latest.year as last_year,
        case
            when victims.victims_lower is null then '—'
            when victims.is_bounded then victims.victims_lower || '–' || victims.victims_upper
            else replace(to_char(victims.victims_lower, 'FM999,999,990'), ',', chr(160))
        end as victims
    from release.international_victims as victims
    cross join latest
)

select
    country_es,
    is_focus,
    last_year,
    coalesce(max(victims) filter (where place = 1), 's. d.') as year_1,
    coalesce(max(victims) filter (where place = 2), 's. d.') as year_2,
    coalesce(max(victims) filter (where place = 3), 's. d.') as year_3,
    coalesce(max(victims) filter (where place = 4), 's. d.') as year_4,
    coalesce(max(victims) filter (where place = 5), 's. d.') as year_5,
    coalesce(max(victims) filter (where place = 6), 's. d.') as year_6,
    (last_year - 5)::text as label_1,
    (last_year - 4)::text as label_2,
    (last_year - 3)::text as label_3,
    (last_year - 2)::text as label_4,
    (last_year - 1)::text as label_5,
    last_year::text as label_6
from figure
group by country_es, is_focus, last_year
