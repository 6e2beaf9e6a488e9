with victims as (
    select
        category,
        category_es,
        value_lower,
        value_upper,
        extract(year from period_end)::integer as year
    from release.producer_figure
    where series = 'detected_victims'
),

latest as (
    select max(year) as year from victims
),

figure as (
    select
        victims.category_es as country_es,
        victims.category = 'CRI' as is_focus,
        victims.year - latest.year + 6 as place,
        latest.year as last_year,
        case
            when victims.value_lower < victims.value_upper then victims.value_lower || '–' || victims.value_upper
            else replace(to_char(victims.value_lower, 'FM999,999,990'), ',', chr(160))
        end as victims
    from victims
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
