{#-
    Every key leads to a row of the table that it names, by that table's primary key. One test per table reads it once for all of its keys, and
    each of these tables once; a row of what it answers is a key that leads nowhere, by the column's name. An empty key says nothing.
-#}
{% test referential_integrity(model, keys) %}
    {%- set is_lost = {} -%}
    {%- for column, to in keys.items() -%}
        {%- do is_lost.update({column: 'looked_up.' ~ column ~ ' is not null and to_' ~ column ~ '.' ~ primary_key(to) ~ ' is null'}) -%}
    {%- endfor %}
    select led.key
    from (select * from {{ model }}) as looked_up
    {%- for column, to in keys.items() %}
    left join {{ to }} as to_{{ column }} on to_{{ column }}.{{ primary_key(to) }} = looked_up.{{ column }}
    {%- endfor %}
    cross join lateral (
        values
        {%- for column, condition in is_lost.items() %}
        ('{{ column }}', {{ condition }}){{ ',' if not loop.last }}
        {%- endfor %}
    ) as led (key, is_lost)
    where led.is_lost and ({{ is_lost.values() | join(' or ') }})
{% endtest %}

{#- The column that the page of a model declares as its primary key; empty until dbt knows the pages. -#}
{% macro primary_key(relation) -%}
    {%- if execute -%}
        {%- for column in graph.nodes['model.' ~ project_name ~ '.' ~ relation.identifier].columns.values() -%}
            {%- if column.constraints | selectattr('type', 'equalto', 'primary_key') | list -%}
                {%- do return(column.name) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- do exceptions.raise_compiler_error(relation ~ ' declares no primary key of one column') -%}
    {%- endif -%}
{%- endmacro %}
