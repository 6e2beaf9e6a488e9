with

days as (
    select day::date as date_key
    from generate_series('{{ var("first_date") }}'::date, '{{ var("last_date") }}'::date, interval '1 day') as day
),

labelled as (
    select
        days.date_key,
        extract(year from days.date_key)::integer as year,
        extract(quarter from days.date_key)::integer as quarter,
        extract(month from days.date_key)::integer as month,
        date_trunc('month', days.date_key)::date as month_start,
        extract(isodow from days.date_key)::integer as iso_weekday,
        {{ month_name('days.date_key', 'es') }} as month_es,
        {{ month_name('days.date_key', 'en') }} as month_en,
        holiday.day is not null as is_holiday,
        holiday.name_es as holiday_es,
        holiday.name_en as holiday_en,
        holiday.day is null and extract(isodow from days.date_key) < 6 as is_working_day
    from days
    left join {{ ref('catalogue_holiday') }} as holiday
        on holiday.day = days.date_key
)

select
    date_key,
    year,
    quarter,
    month,
    month_start,
    iso_weekday,
    month_es,
    month_en,
    month_es || ' de ' || year as month_label_es,
    month_en || ' ' || year as month_label_en,
    is_holiday,
    holiday_es,
    holiday_en,
    is_working_day,
    count(*) filter (where is_working_day) over (order by date_key)::integer as working_day_number,
    false as is_special
from labelled

union all

select
    {{ special_date('special.code') }},
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    special.name_es,
    special.name_en,
    null,
    null,
    null,
    null,
    null,
    true
from {{ ref('catalogue_special') }} as special
