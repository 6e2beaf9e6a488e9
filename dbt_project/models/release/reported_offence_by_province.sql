with

counted as (
    select
        extract(year from fact.month_key)::integer as year,
        province.iso_3166_2 as province_code,
        province.name_es as province_name,
        sum(fact.offences)::bigint as offences
    from {{ ref('fct_offence_count') }} as fact
    inner join {{ ref('dim_territory') }} as province
        on province.territory_key = fact.province_key
    where {{ in_calendar('fact.month_key') }}
    group by 1, 2, 3
),

judged as (
    select
        *,
        {{ must_hide('offences', 'year') }} as is_hidden
    from counted
    window {{ smaller_cells('offences', 'year', 'province_name') }}
)

select
    year,
    province_code,
    province_name,
    {{ shown('offences') }} as offences,
    {{ status_of_cell() }} as status
from judged
