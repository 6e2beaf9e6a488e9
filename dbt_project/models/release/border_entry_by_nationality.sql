with

counted as (
    select
        fact.date_key as month,
        country.country_key as country_iso3,
        country.name_es as nationality_es,
        country.name_en as nationality_en,
        sum(fact.movements)::bigint as movements
    from {{ ref('fct_border_movement') }} as fact
    inner join {{ ref('dim_country') }} as country
        on country.country_key = fact.nationality_key
    where fact.direction = 'entry' and {{ in_calendar('fact.date_key') }}
    group by 1, 2, 3, 4
),

judged as (
    select
        *,
        {{ must_hide('movements', 'month') }} as is_hidden
    from counted
    window {{ smaller_cells('movements', 'month', 'country_iso3') }}
)

select
    month,
    country_iso3,
    nationality_es,
    nationality_en,
    {{ shown('movements') }} as movements,
    {{ status_of_cell() }} as status
from judged
