{#- No fan-out: what is counted over a bridge by its weights is counted once. -#}
{% test weights_sum_to_one(model, key) %}
    select {{ key }} as whole
    from {{ model }}
    group by {{ key }}
    having round(sum(weight), 9) != 1
{% endtest %}
