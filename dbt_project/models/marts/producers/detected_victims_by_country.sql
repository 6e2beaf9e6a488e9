-- A repeated natural key is one figure with the widest bounds that its rows allow.
select
    'detected_victims' as series,
    make_date(figure.year, 1, 1) as period_start,
    make_date(figure.year, 12, 31) as period_end,
    'country' as breakdown,
    country.country_key as category,
    country.name_es as category_es,
    country.name_en as category_en,
    min(figure.value_lower)::bigint as value_lower,
    max(figure.value_upper)::bigint as value_upper
from {{ ref('fct_international_figure') }} as figure
inner join {{ ref('dim_country') }} as country using (country_key)
where
    country.is_central_america
    and figure.indicator = 'Detected trafficking victims'
    and figure.dimension = 'Total'
    and figure.sex_key = 'total'
    and figure.age_group_key = 'total'
group by 2, 3, 5, 6, 7
