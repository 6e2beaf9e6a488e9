{#- One number through another, exact and without trailing zeros (a half is 0.5 for whoever reads or compares it); null where there is nothing to divide by. -#}
{% macro ratio(part, whole) -%}
    trim_scale(({{ part }})::numeric / nullif({{ whole }}, 0))
{%- endmacro %}
