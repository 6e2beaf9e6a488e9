with

counted as (
    select
        fact.month_key as month,
        offence.family_es as offence_es,
        offence.family_en as offence_en,
        sum(fact.offences)::bigint as offences
    from {{ ref('fct_offence_count') }} as fact
    inner join {{ ref('dim_offence') }} as offence using (offence_key)
    where {{ in_calendar('fact.month_key') }}
    group by 1, 2, 3
),

judged as (
    select
        *,
        {{ must_hide('offences', "date_trunc('year', month)") }} as is_hidden
    from counted
    window {{ smaller_cells('offences', "date_trunc('year', month)", 'month, offence_es') }}
)

select
    month,
    offence_es,
    offence_en,
    {{ shown('offences') }} as offences,
    {{ status_of_cell() }} as status
from judged
