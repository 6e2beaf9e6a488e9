{#- Every row satisfies the expression; an expression that is null does not hold. -#}
{% test holds(model, expression) %}
    select 1 as broken
    from {{ model }}
    where ({{ expression }}) is not true
{% endtest %}
