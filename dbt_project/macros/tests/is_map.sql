{#- Each text of a map leads to a member of its list, normalised as the models normalise what they look up: Python and SQL agree. -#}
{% test is_map(model, of) %}
    select 1 as broken
    from {{ model }} as map
    left join {{ of }} as listed
        on listed.code = map.code
    where map.received is null or map.received is distinct from {{ normalised('map.received') }} or listed.code is null
{% endtest %}
