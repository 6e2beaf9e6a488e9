{#- The texts of a map are normalised as the models normalise what they look up: Python and SQL agree. -#}
{% test is_normalised(model, column_name) %}
    select 1 as broken
    from {{ model }}
    where {{ column_name }} is distinct from {{ normalised(column_name) }}
{% endtest %}
