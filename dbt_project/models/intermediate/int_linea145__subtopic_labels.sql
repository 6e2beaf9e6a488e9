-- A subtopic is a list of labels separated by commas, and some labels carry commas themselves: at every place of the list
-- the longest known label wins, and a text that nobody knows is a label of its own.
with recursive

subtopics as (
    select distinct subtopic
    from {{ ref('stg_linea145__reports') }}
    where subtopic is not null
),

parts as (
    select
        subtopic,
        regexp_split_to_array({{ normalised('subtopic') }}, '\s*,\s*') as part
    from subtopics
),

known as (
    select distinct
        regexp_replace(received, '\s*,\s*', ', ', 'g') as label,
        cardinality(regexp_split_to_array(received, '\s*,\s*')) as length
    from {{ ref('map_exploitation_form') }}
    where institution in ('linea145', 'any')
),

walk as (
    select
        subtopic,
        part,
        1 as place,
        0 as length,
        null::text as label
    from parts

    union all

    select
        walk.subtopic,
        walk.part,
        walk.place + longest.length,
        longest.length,
        longest.label
    from walk
    -- noqa: disable=LT02
    cross join lateral (
        select
            known.label,
            known.length
        from known
        where known.label = array_to_string(walk.part[walk.place:walk.place + known.length - 1], ', ')
        union all
        select
            walk.part[walk.place],
            1
        order by length desc
        limit 1
    ) as longest
    -- noqa: enable=LT02
    where walk.place <= cardinality(walk.part)
)

select distinct
    subtopic,
    label
from walk
where label != ''
