{#-
    From which day to which day each of these versions counted: a load counts until it is withdrawn, a correction until another one replaces
    it. What counted for less than a day is not there.
-#}
{% macro known_versions(versions) -%}
    with

    loads as (
        select
            loads.load_id,
            loads.finished_on,
            withdrawals.withdrawn_on
        from {{ ref('stg_ops__loads') }} as loads
        left join {{ ref('stg_ops__withdrawals') }} as withdrawals
            on withdrawals.load_id = loads.load_id
        where loads.state = 'loaded'
    ),

    -- a corrected row stands in the place of the row that was held back, and falls with the delivery of either
    placed as (
        select
            versions.load_id,
            versions.row_number,
            coalesce(origins.load_id, versions.load_id) as place,
            coalesce(origins.row_number, versions.row_number) as place_row,
            loads.finished_on,
            least(loads.withdrawn_on, origin_loads.withdrawn_on) as withdrawn_on
        from {{ ref(versions) }} as versions
        inner join loads
            on loads.load_id = versions.load_id
        left join {{ ref('stg_ops__corrections') }} as origins
            on (origins.corrected_by_load, origins.corrected_by_row) = (versions.load_id, versions.row_number)
        left join loads as origin_loads
            on origin_loads.load_id = origins.load_id
        where origins.load_id is null or origin_loads.load_id is not null
    ),

    standing as (
        select
            load_id,
            row_number,
            place,
            place_row,
            daterange(finished_on, case when withdrawn_on is not null then greatest(finished_on, withdrawn_on) end) as known
        from placed
    ),

    -- of several corrections of one row the newest counts, as long as it does
    replaced as (
        select
            standing.load_id,
            standing.row_number,
            range_agg(later.known) as by_later
        from standing
        inner join standing as later
            on (later.place, later.place_row) = (standing.place, standing.place_row)
            and later.load_id > standing.load_id
        group by standing.load_id, standing.row_number
    )

    select
        standing.load_id,
        standing.row_number,
        standing.place,
        lower(counting.period) as known_from,
        upper(counting.period) as known_to
    from standing
    left join replaced
        on (replaced.load_id, replaced.row_number) = (standing.load_id, standing.row_number)
    cross join lateral unnest(datemultirange(standing.known) - coalesce(replaced.by_later, '{}'::datemultirange)) as counting (period)
{%- endmacro %}

{#-
    The history of records, as common table expressions that end with `history`. `versions` are all versions that arrived, each with the
    record's `number`, what is followed (`state`), `is_withdrawn`, `updated_on`, `load_id` and `row_number`; `arrivals` says when each counted.

    Two times run beside each other. A state is valid from the day on which the institution wrote it to the day on which it wrote another
    one; it is known from the day on which Faro loaded that to the day on which it learned otherwise. Each goes from its first day to before
    its last; an open end is null. A withdrawn record has no state from then on.
-#}
{% macro history_of(versions, arrivals, number, state) -%}
    known as (
        select
            versions.*,
            arrivals.place,
            arrivals.known_from,
            arrivals.known_to
        from {{ versions }} as versions
        inner join {{ ref(arrivals) }} as arrivals
            on (arrivals.load_id, arrivals.row_number) = (versions.load_id, versions.row_number)
    ),

    moments as (
        select
            {{ number }},
            known_from as moment
        from known
        union
        select
            {{ number }},
            known_to
        from known
        where known_to is not null
    ),

    periods as (
        select
            {{ number }},
            moment,
            lead(moment) over (partition by {{ number }} order by moment) as next_moment,
            row_number() over (partition by {{ number }} order by moment) as turn
        from moments
    ),

    -- of several versions of one day the one that is in force
    told as (
        select distinct on (periods.{{ number }}, periods.moment, known.updated_on)
            known.*,
            periods.moment,
            periods.next_moment,
            periods.turn
        from periods
        inner join known
            on known.{{ number }} = periods.{{ number }}
            and periods.moment >= known.known_from
            and periods.moment < coalesce(known.known_to, 'infinity'::date)
        order by
            periods.{{ number }}, periods.moment, known.updated_on, known.place desc, known.load_id desc, known.row_number desc
    ),

    compared as (
        select
            *,
            lag(is_withdrawn) over story as was_withdrawn
            {%- for column in state %},
            lag({{ column }}) over story as {{ column }}_before
            {%- endfor %}
        from told
        window story as (partition by {{ number }}, moment order by updated_on)
    ),

    stated as (
        select
            *,
            updated_on as valid_from,
            lead(updated_on) over (partition by {{ number }}, moment order by updated_on) as valid_to
        from compared
        where
            is_withdrawn is distinct from was_withdrawn
            {%- for column in state %}
            or {{ column }} is distinct from {{ column }}_before
            {%- endfor %}
    ),

    -- what was told in one period and in the next one is known throughout
    joined as (
        select
            *,
            turn - row_number() over (
                partition by {{ number }}, valid_from, valid_to, {{ state | join(', ') }}
                order by moment
            ) as stretch
        from stated
        where not is_withdrawn
    ),

    history as (
        select
            {{ number }},
            {{ state | join(',\n            ') }},
            valid_from,
            valid_to,
            min(moment) as known_from,
            nullif(max(coalesce(next_moment, 'infinity'::date)), 'infinity'::date) as known_to,
            (array_agg(load_id order by moment))[1] as load_id,
            (array_agg(row_number order by moment))[1] as row_number
        from joined
        group by {{ number }}, {{ state | join(', ') }}, valid_from, valid_to, stretch
    )
{%- endmacro %}
