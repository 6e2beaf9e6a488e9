{#-
    Where later versions of one record arrive, a load may put any other load's row of it out of force: what may have changed are the records
    that have a row in an unsettled load, whatever load brought what is in force of them. They are looked up by their number, for which every
    raw table of such a dataset has an index. A record without a number is always looked at.
-#}

{#- The dataset's column that numbers its records; none where it has no later versions of one. -#}
{% macro record_of(dataset) -%}
    {%- set institution, name = dataset.split('/') -%}
    {%- do return(graph.sources['source.faro.raw_' ~ institution ~ '.' ~ name ~ '_current'].config.meta.record) -%}
{%- endmacro %}

{#- The column in which a model numbers the records of all that it is built from; none where it has rows of no such record. -#}
{% macro record_column(node) -%}
    {%- set datasets = datasets_behind(node) -%}
    {%- set records = [] -%}
    {%- for dataset in datasets if record_of(dataset) -%}
        {%- do records.append(record_of(dataset)) -%}
    {%- endfor -%}
    {%- if datasets and records | length == datasets | length -%}
        {%- do return(records[0] if datasets | length == 1 else 'record_number') -%}
    {%- endif -%}
{%- endmacro %}

{#- The numbers of the records that have a row in an unsettled load of the model, as an array. -#}
{% macro touched_records(node) -%}
    array(
        {%- for dataset in datasets_behind(node) %}
        select {{ trimmed(record_of(dataset)) }} from raw_{{ dataset | replace('/', '.') }} where _load_id = any({{ unsettled_loads(node.name) }})
        {{ 'union' if not loop.last }}
        {%- endfor %}
    )
{%- endmacro %}

{#- Whether anything of the model is settled: where nothing is, looking up every record by itself costs more than reading all. -#}
{% macro is_partly_settled(node) -%}
    {%- do return(run_query("select from ops.fact_load where fact = '" ~ node.name ~ "' and is_settled limit 1") | length > 0) -%}
{%- endmacro %}

{#- A list with the condition on the rows in which anything may have changed since the model was built and tested; empty for all of them. -#}
{% macro unsettled_rows(node, record, load) -%}
    {%- if not record_column(node) -%}
        {%- do return([load ~ ' = any(' ~ unsettled_loads(node.name) ~ ')']) -%}
    {%- elif is_partly_settled(node) -%}
        {%- do return(['(' ~ record ~ ' = any(' ~ touched_records(node) ~ ') or ' ~ record ~ ' is null)']) -%}
    {%- endif -%}
    {%- do return([]) -%}
{%- endmacro %}
