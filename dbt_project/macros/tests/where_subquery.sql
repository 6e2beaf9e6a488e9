{#-
    What a test looks at: the rows that its `where` names, and of a fact that writes only what changed those of unsettled loads: the others
    passed this test since something changed in them, and the whole is tested every week. A test with `meta: {whole: true}` always looks at
    all, and so do those whose question is about all rows together. dbt calls this macro by its name.
-#}
{% macro get_where_subquery(relation) -%}
    {%- set conditions = [config.get('where')] | select | list -%}
    {%- if (model.test_metadata or {}).name not in ['unique', 'unique_together', 'reconciles'] and not (config.get('meta') or {}).whole -%}
        {%- do conditions.extend(bounds_of_test('load_id')) -%}
    {%- endif -%}
    {%- if conditions -%}
        {%- do return('(select * from ' ~ relation ~ ' where (' ~ conditions | join(') and (') ~ ')) as looked_at') -%}
    {%- endif -%}
    {%- do return(relation) -%}
{%- endmacro %}

{#- A list with the condition on the loads of the rows that a test looks at; empty where the tested model does not note its loads. -#}
{% macro bounds_of_test(load) -%}
    {%- set tested = graph.nodes.get(model.attached_node) if execute -%}
    {%- if tested and 'note_loads' in tested.raw_code -%}
        {%- do return([load ~ ' = any(' ~ unsettled_loads(tested.name) ~ ')']) -%}
    {%- endif -%}
    {%- do return([]) -%}
{%- endmacro %}
