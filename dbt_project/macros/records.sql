{#-
    Where later versions of one record arrive, a load may put any other load's row of it out of force: what may have changed are the records
    that have a row in an unsettled load, whatever load brought what is in force of them. They are looked up by their number, for which every
    raw table of such a dataset has an index. A record without a number is always looked at.
-#}

{#- What the contract of a dataset says of its records, as its source's page has it. -#}
{% macro records_of(dataset) -%}
    {%- set institution, name = dataset.split('/') -%}
    {%- do return(graph.sources['source.faro.raw_' ~ institution ~ '.' ~ name ~ '_current'].config.meta) -%}
{%- endmacro %}

{#- The dataset's column that numbers its records; none where it has no later versions of one. -#}
{% macro record_of(dataset) -%}
    {%- do return(records_of(dataset).record) -%}
{%- endmacro %}

{#- Whether a later row of a record takes an earlier one out of force, whatever load brought it. -#}
{% macro has_versions(dataset) -%}
    {%- do return(records_of(dataset).has_versions) -%}
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

{#-
    The numbers of the records that have a row in one of these loads, as an array; loads are dataset → numbers, written out, for which the
    planner knows how few rows they have.
-#}
{% macro touched_records(loads) -%}
    array(
        {%- for dataset, numbers in loads.items() %}
        select {{ trimmed(record_of(dataset)) }} from raw_{{ dataset | replace('/', '.') }} where _load_id in ({{ numbers }})
        union
        {%- endfor %}
        select null where false
    )
{%- endmacro %}

{#- Dataset → its loads in which something may have changed; none where nothing is settled: to look every record up costs more than to read all. -#}
{% macro unsettled_by_dataset(node) -%}
    {%- set rows = run_query(
        "select institution || '/' || dataset, string_agg(load_id::text, ', ') filter (where not is_settled), bool_or(is_settled)"
        ~ " from ops.fact_load inner join ops.load using (load_id) where fact = '" ~ node.name ~ "' group by institution, dataset"
    ).rows -%}
    {%- set loads = {} -%}
    {%- for dataset, unsettled, _ in rows if unsettled -%}
        {%- do loads.update({dataset: unsettled}) -%}
    {%- endfor -%}
    {%- do return(loads if rows | selectattr(2) | list else none) -%}
{%- endmacro %}

{#-
    A list with the condition on the rows in which anything may have changed since the model was built and tested; empty for all of them, as
    where records have versions and no number of one column to look them up by.
-#}
{% macro unsettled_rows(node, record, load) -%}
    {%- if not record_column(node) -%}
        {%- for dataset in datasets_behind(node) if has_versions(dataset) -%}
            {%- do return([]) -%}
        {%- endfor -%}
        {%- do return([load ~ ' = any(' ~ unsettled_loads(node.name) ~ ')']) -%}
    {%- endif -%}
    {%- set loads = unsettled_by_dataset(node) -%}
    {%- if loads is not none -%}
        {%- do return(['(' ~ record ~ ' = any(' ~ touched_records(loads) ~ ') or ' ~ record ~ ' is null)']) -%}
    {%- endif -%}
    {%- do return([]) -%}
{%- endmacro %}
