with

days as (
    select day::date as date_key
    from generate_series('{{ var("first_date") }}'::date, '{{ var("last_date") }}'::date, interval '1 day') as day
),

labelled as (
    select
        date_key,
        extract(year from date_key)::integer as year,
        extract(quarter from date_key)::integer as quarter,
        extract(month from date_key)::integer as month,
        date_trunc('month', date_key)::date as month_start,
        extract(isodow from date_key)::integer as iso_weekday,
        {{ month_name('date_key', 'es') }} as month_es,
        {{ month_name('date_key', 'en') }} as month_en
    from days
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
    true
from {{ ref('catalogue_special') }} as special
