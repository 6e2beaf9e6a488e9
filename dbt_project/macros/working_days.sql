{#- Working days after one day of the calendar up to and including a later one; null where either is none, or they are the wrong way round. -#}
{% macro working_days_between(first, last) -%}
    case when {{ last }}.date_key >= {{ first }}.date_key then {{ last }}.working_day_number - {{ first }}.working_day_number end
{%- endmacro %}

{#- Days from one day to a later one; null where either is not known, or they are the wrong way round. -#}
{% macro days_between(first, last) -%}
    case when {{ last }} >= {{ first }} then {{ last }} - {{ first }} end
{%- endmacro %}
