{#- Rows whose code nobody mapped, and how many different texts they hold: counts only, never the texts. -#}
{% macro unmapped_count(fact, key, received, institution, dataset, column_name) -%}
    select
        '{{ institution }}'::text as institution,
        '{{ dataset }}'::text as dataset,
        '{{ column_name }}'::text as column_name,
        count(*) as rows,
        count(distinct {{ received }}) as distinct_codes
    from {{ ref(fact) }}
    where {{ key }} = 'unmapped'
{%- endmacro %}

{#- The same for a fact that holds the rows of several datasets. -#}
{% macro unmapped_count_by_dataset(fact, key, received, column_name) -%}
    select
        institution_key,
        dataset,
        '{{ column_name }}'::text as column_name,
        count(*) filter (where {{ key }} = 'unmapped') as rows,
        count(distinct {{ received }}) filter (where {{ key }} = 'unmapped') as distinct_codes
    from {{ ref(fact) }}
    group by institution_key, dataset
{%- endmacro %}

{#- The special member of a day outside of the calendar, as a word. -#}
{% macro unmapped_day() -%}
    case when date_key = {{ special_date("'unmapped'") }} then 'unmapped' end
{%- endmacro %}
