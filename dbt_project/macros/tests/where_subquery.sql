{#-
    What a test looks at: the rows that its `where` names, and of a model that notes its loads those in which anything may have changed: the
    others passed this test since then, and the whole is tested every week. A test with `meta: {whole: true}` always looks at all, and so do
    those whose question is about all rows together, unless they ask for each record whether it is there once. dbt calls this macro by its name.
-#}
{% macro get_where_subquery(relation) -%}
    {%- set conditions = [config.get('where')] | select | list -%}
    {%- if not (config.get('meta') or {}).whole and not asks_about_all() -%}
        {%- do conditions.extend(bounds_of_test()) -%}
    {%- endif -%}
    {%- if conditions -%}
        {%- do return('(select * from ' ~ relation ~ ' where (' ~ conditions | join(') and (') ~ ')) as looked_at') -%}
    {%- endif -%}
    {%- do return(relation) -%}
{%- endmacro %}

{#- Whether the test has to compare rows with all others. What reconciles bounds its two sides by itself. -#}
{% macro asks_about_all() -%}
    {%- set test = model.test_metadata or {} -%}
    {%- if test.name not in ['unique', 'unique_together'] -%}
        {%- do return(test.name == 'reconciles') -%}
    {%- endif -%}
    {%- set tested = graph.nodes.get(model.attached_node) if execute -%}
    {%- do return(not tested or record_column(tested) not in (test.kwargs.columns or [test.kwargs.column_name])) -%}
{%- endmacro %}

{#- A list with the condition on the rows that a test looks at; empty where the tested model does not note its loads. -#}
{% macro bounds_of_test() -%}
    {%- set tested = graph.nodes.get(model.attached_node) if execute -%}
    {%- if tested and notes_loads(tested) -%}
        {%- do return(unsettled_rows(tested, record_column(tested), 'load_id')) -%}
    {%- endif -%}
    {%- do return([]) -%}
{%- endmacro %}

{#- The same condition on what the tested model comes from: raw rows, or another model's. -#}
{% macro bounds_of_origin(origin) -%}
    {%- set tested = graph.nodes.get(model.attached_node) if execute -%}
    {%- if tested and notes_loads(tested) -%}
        {%- set is_raw = origin.schema.startswith('raw_') -%}
        {%- set dataset = origin.schema | replace('raw_', '', 1) ~ '/' ~ origin.identifier | replace('_current', '') -%}
        {%- set record = trimmed(record_of(dataset)) if is_raw else record_column(tested) -%}
        {%- do return(unsettled_rows(tested, record, '_load_id' if is_raw else 'load_id')) -%}
    {%- endif -%}
    {%- do return([]) -%}
{%- endmacro %}
