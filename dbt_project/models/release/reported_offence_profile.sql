with

counted as (
    select
        extract(year from fact.month_key)::integer as year,
        sex.name_es as sex_es,
        age_group.name_es as age_group_es,
        sex.name_en as sex_en,
        age_group.name_en as age_group_en,
        sum(fact.offences)::bigint as offences
    from {{ ref('fct_offence_count') }} as fact
    inner join {{ ref('dim_sex') }} as sex using (sex_key)
    inner join {{ ref('dim_age_group') }} as age_group using (age_group_key)
    where {{ in_calendar('fact.month_key') }}
    group by 1, 2, 3, 4, 5
),

judged as (
    select
        *,
        {{ must_hide('offences', 'year') }} as is_hidden
    from counted
    window {{ smaller_cells('offences', 'year', 'sex_es, age_group_es') }}
)

select
    year,
    sex_es,
    age_group_es,
    sex_en,
    age_group_en,
    {{ shown('offences') }} as offences,
    {{ status_of_cell() }} as status
from judged
