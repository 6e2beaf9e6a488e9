{#- The rows of a dataset that models read: those in force now, or where its newest data failed a test, those of its last good state. -#}
{% macro in_force(institution, dataset) -%}
    {{ as_held(source('raw_' ~ institution, dataset ~ '_current')) }}
{%- endmacro %}

{#-
    A relation as it is read: of a held dataset what it held at that moment, in force or all versions; any other is itself.
    The variable `held` says dataset → moment.
-#}
{% macro as_held(relation) -%}
    {%- set institution, table = (relation.schema or '') | replace('raw_', '', 1), relation.identifier or '' -%}
    {%- set dataset = table | replace('_current', '') -%}
    {%- set moment = var('held')[institution ~ '/' ~ dataset] -%}
    {%- if not moment -%}
        {{ relation }}
    {%- elif table == dataset -%}
        (select * from {{ relation }} where _load_id in (select load_id from ops.load where finished_at <= '{{ moment }}'))
    {%- else -%}
        {{ relation.schema }}.{{ dataset }}_as_of('{{ moment }}')
    {%- endif -%}
{%- endmacro %}
