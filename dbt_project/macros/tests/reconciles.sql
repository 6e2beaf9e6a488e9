{#-
    Nothing lost, nothing twice: the relation has as many rows (or the same sum) as the one it comes from, as it is in force. `by_load` is for
    a fact whose loads say where anything may have changed: of the others the same was found before.
-#}
{% test reconciles(model, to, measure='1', to_measure='1', by_load=false) %}
    {%- set ours, theirs = (bounds_of_test('load_id'), bounds_of_test('_load_id' if to.schema.startswith('raw_') else 'load_id')) if by_load else ([], []) %}
    select *
    from
        (select coalesce(sum({{ measure }}), 0) as here from {{ model }} {{ 'where ' ~ ours[0] if ours }}) as ours,
        (select coalesce(sum({{ to_measure }}), 0) as there from {{ as_held(to) }} {{ 'where ' ~ theirs[0] if theirs }}) as theirs
    where here != there
{% endtest %}
