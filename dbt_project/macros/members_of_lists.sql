{#-
    The one member that each cell with texts between commas stands for: texts of one member are that one, of several are `several`, and
    one that nobody mapped leaves the whole unmapped. What is not recorded adds nothing. A cell that is known whole is not divided.
-#}
{% macro members_of_lists(model, column, map, institution) -%}
    with

    texts as (
        select distinct {{ column }} as received
        from {{ ref(model) }}
        where {{ column }} is not null
    ),

    parts as (
        select
            texts.received,
            {{ mapped('part_map', 'part') }} as code
        from texts
        cross join lateral regexp_split_to_table(texts.received, ',') as part
        {{ join_map(map, 'part_map', institution, 'part') }}
        where btrim(part) != ''
    ),

    joined as (
        select
            received,
            case
                when bool_or(code = 'unmapped') then 'unmapped'
                when count(distinct nullif(code, 'not_recorded')) > 1 then 'several'
                else coalesce(min(nullif(code, 'not_recorded')), 'not_recorded')
            end as code
        from parts
        group by received
    )

    select
        texts.received,
        coalesce(whole.code, joined.code, 'not_recorded') as code
    from texts
    left join joined
        on joined.received = texts.received
    {{ join_map(map, 'whole', institution, 'texts.received') }}
{%- endmacro %}
