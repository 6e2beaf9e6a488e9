{#-
    Nothing lost, nothing twice: the relation has as many rows (or the same sum) as the one it comes from, as it is in force. A model that
    notes its loads is compared where anything may have changed: of the others the same was found before.
-#}
{% test reconciles(model, to, measure='1', to_measure='1') %}
    {%- set ours, theirs = bounds_of_test(), bounds_of_origin(to) %}
    select *
    from
        (select coalesce(sum({{ measure }}), 0) as here from {{ model }} {{ 'where ' ~ ours[0] if ours }}) as ours,
        (select coalesce(sum({{ to_measure }}), 0) as there from {{ as_held(to) }} {{ 'where ' ~ theirs[0] if theirs }}) as theirs
    where here != there
{% endtest %}
