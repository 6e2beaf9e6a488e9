{#- The simplest attack on a table whose total is known: one hidden cell among published ones is the total less the rest. -#}
{% test no_lone_hidden_cell(model, value, within) %}
    select {{ within }} as part
    from {{ model }}
    group by {{ within }}
    having count(*) filter (where status = 'suppressed') = 1 and sum({{ value }}) > 0
{% endtest %}
