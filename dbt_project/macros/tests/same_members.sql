{#- As many different values as in the relation it comes from: a bridge neither loses nor invents one. -#}
{% test same_members(model, column_name, to, field) %}
    (select {{ column_name }} from {{ model }} except select {{ field }} from {{ to }})
    union all
    (select {{ field }} from {{ to }} except select {{ column_name }} from {{ model }})
{% endtest %}
