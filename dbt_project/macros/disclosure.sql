{#- How many rows there are, to the nearest ten: from one day to the next it does not tell that one came. Empty where too few. -#}
{% macro rounded_count(count) -%}
    case when {{ count }} = 0 or {{ count }} >= {{ var('MIN_PUBLISHABLE_COUNT') }} then (10 * round({{ count }} / 10.0))::bigint end
{%- endmacro %}
