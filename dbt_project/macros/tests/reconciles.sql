{#- Nothing lost, nothing twice: the relation has as many rows (or the same sum) as the one it comes from, as it is in force. -#}
{% test reconciles(model, to, measure='1', to_measure='1') %}
    select *
    from
        (select coalesce(sum({{ measure }}), 0) as here from {{ model }}) as ours,
        (select coalesce(sum({{ to_measure }}), 0) as there from {{ as_held(to) }}) as theirs
    where here != there
{% endtest %}
