with

counted as (
    select
        date_trunc('month', fact.date_key)::date as month,
        offence.family_es as offence_es,
        offence.family_en as offence_en,
        count(*) as offences
    from {{ ref('fct_reported_offence') }} as fact
    inner join {{ ref('dim_offence') }} as offence using (offence_key)
    where {{ in_calendar('fact.date_key') }}
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
