{#-
    Rows whose code nobody mapped, and how many different texts they hold: counts only, never the texts. A fact is read once for all of its
    codes: (fact, key, text that the code was found for, institution, dataset, column as the contract names it).
-#}
{% macro unmapped_counts(fact, codes) -%}
    {%- set keys = codes | map(attribute=1) | unique | join(', ') -%}
    select
        codes.institution,
        codes.dataset,
        codes.column_name,
        count(found.received_as) as rows,
        count(distinct found.received) as distinct_codes
    from (
        values
        {%- for _, key, received, institution, dataset, column_name in codes %}
        ({{ loop.index }}, '{{ institution }}', '{{ dataset }}', '{{ column_name }}'){{ ',' if not loop.last }}
        {%- endfor %}
    ) as codes (place, institution, dataset, column_name)
    left join (
        select
            stated.place as received_as,
            stated.received
        from {{ ref(fact) }} as fact
        cross join lateral (
            values
            {%- for _, key, received, institution, dataset, column_name in codes %}
            ({{ loop.index }}, {{ key }}, {{ received }}::text){{ ',' if not loop.last }}
            {%- endfor %}
        ) as stated (place, code, received)
        where 'unmapped' in ({{ keys }}) and stated.code = 'unmapped'
    ) as found
        on found.received_as = codes.place
    group by codes.institution, codes.dataset, codes.column_name
{%- endmacro %}

{#- The same for one code of a fact that holds the rows of several datasets. -#}
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
