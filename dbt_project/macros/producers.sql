{#-
    The figures of a series of a producer by the categories of a breakdown: the sums of `measure` over the rows of `relation`,
    each of which has its period.
-#}
{% macro producer_figures(series, relation, measure, breakdown='total', category="'total'", name_es="'Total'", name_en="'Total'") -%}
    select
        '{{ series }}' as series,
        period_start,
        period_end,
        '{{ breakdown }}' as breakdown,
        {{ category }} as category,
        {{ name_es }} as category_es,
        {{ name_en }} as category_en,
        sum({{ measure }})::bigint as value_lower,
        sum({{ measure }})::bigint as value_upper
    from {{ relation }}
    where {{ measure }} is not null
    group by 2, 3, 5, 6, 7
{%- endmacro %}

{#- First and last day of what a producer told of a year: its months from the first to the last with data. -#}
{% macro period_of_year(first_day, last_day) -%}
    date_trunc('month', min({{ first_day }}) over of_year)::date as period_start,
    (date_trunc('month', max({{ last_day }}) over of_year) + interval '1 month - 1 day')::date as period_end
{%- endmacro %}

{#- The same of a row that is of one month. -#}
{% macro period_of_month(month) -%}
    {{ month }} as period_start,
    ({{ month }} + interval '1 month - 1 day')::date as period_end
{%- endmacro %}
