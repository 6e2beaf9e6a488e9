{#-
    Every key leads to a row of the table that it names, by that table's primary key. One test per table reads it once for all of its keys; a row
    of what it answers is a key that leads nowhere, by the column's name. An empty key says nothing.
-#}
{% test referential_integrity(model, keys) %}
    select key
    from (select * from {{ model }}) as looked_up
    cross join lateral (
        values
        {%- for column, to in keys.items() %}
        ('{{ column }}', looked_up.{{ column }} is null or exists (select 1 from {{ to }} as listed where listed.{{ primary_key(to) }} = looked_up.{{ column }})){{ ',' if not loop.last }}
        {%- endfor %}
    ) as led (key, is_there)
    where not is_there
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
