{#- The schema is exactly the one that dbt_project.yml names, whoever runs it. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ (custom_schema_name or target.schema) | trim }}
{%- endmacro %}
