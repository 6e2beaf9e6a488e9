-- A repeated natural key is one figure with the widest bounds that its rows allow.
with

figures as (
    select
        country.country_key as country_iso3,
        country.name_es as country_es,
        country.name_en as country_en,
        figure.year,
        min(figure.value_lower) as victims_lower,
        max(figure.value_upper) as victims_upper,
        country.country_key = 'CRI' as is_focus
    from {{ ref('fct_international_figure') }} as figure
    inner join {{ ref('dim_country') }} as country using (country_key)
    where
        country.is_central_america
        and figure.indicator = 'Detected trafficking victims'
        and figure.dimension = 'Total'
        and figure.sex_key = 'total'
        and figure.age_group_key = 'total'
    group by 1, 2, 3, 4
),

judged as (
    select
        *,
        victims_lower != victims_upper as is_bounded,
        -- a bounded figure was protected by its publisher and is shown as its bounds
        victims_lower = victims_upper and not {{ publishable('victims_lower') }} as is_hidden
    from figures
)

select
    country_iso3,
    country_es,
    country_en,
    year,
    {{ shown('victims_lower') }} as victims_lower,
    {{ shown('victims_upper') }} as victims_upper,
    is_bounded,
    is_focus,
    {{ status_of_cell() }} as status
from judged
