{#- The entries of a list in one cell, `;` between them, one row each; a cell without any is one row with null. -#}
{% macro list_entries(rows, keys, list) -%}
    select
        {% for key in keys -%}
        {{ rows }}.{{ key }},
        {% endfor -%}
        btrim(entry) as entry
    from {{ rows }}
    left join lateral string_to_table({{ rows }}.{{ list }}, ';') as entry
        on btrim(entry) != ''
{%- endmacro %}

{#- The part of its whole that a member of a bridge stands for: the parts of one whole are alike and sum to 1. -#}
{% macro weight_within(key) -%}
    trim_scale(1.0 / count(*) over (partition by {{ key }}))
{%- endmacro %}
