{#-
    From units to the columns that all indicators share: year, breakdown, category, numerator, denominator, value, not_recorded_share.

    `units` is the name of a relation of the model with the columns year, unit_key, breakdown and category: each unit (a person, a
    resolution, a case) once per year, breakdown and category, and in every breakdown at least once, as not_recorded where it states
    none. More columns may be there for the expressions `counted`, `recorded` and `measure`:
      counted   whether a unit counts in the numerator of its row
      recorded  whether a unit states what the rows of its breakdown need; the others make up not_recorded_share
      measure   the number of which a median or a sum is taken
-#}

{#- The units of a relation that has one row per year and unit, once for `total` and once per cut: {breakdown: its category in SQL}. -#}
{% macro units_by(rows, unit, cuts, carried=[]) -%}
    select
        {{ rows }}.year,
        {{ rows }}.{{ unit }} as unit_key,
        cuts.breakdown,
        cuts.category
        {%- for column in carried %},
        {{ rows }}.{{ column }}
        {%- endfor %}
    from {{ rows }}
    cross join lateral (
        values
        ('total', 'total')
        {%- for breakdown, category in cuts.items() %},
        ('{{ breakdown }}', {{ category }})
        {%- endfor %}
    ) as cuts (breakdown, category)
{%- endmacro %}

{#- The units of one breakdown where a unit may have several categories: each once, and not_recorded only where it states no other. -#}
{% macro units_by_each(rows, unit, breakdown, category, carried=[]) -%}
    select
        year,
        unit_key,
        '{{ breakdown }}' as breakdown,
        category
        {%- for column in carried %},
        {{ column }}
        {%- endfor %}
    from (
        select distinct
            year,
            {{ unit }} as unit_key,
            {{ category }} as category,
            bool_or({{ category }} != 'not_recorded') over (partition by year, {{ unit }}) as is_stated
            {%- for column in carried %},
            {{ column }}
            {%- endfor %}
        from {{ rows }}
    ) as stated
    where category != 'not_recorded' or not is_stated
{%- endmacro %}

{#- The accredited victims of each year with every member of a list of their episode, not_recorded only where it states no other. -#}
{% macro accredited_by_each(bridge, member) -%}
    select
        victims.*,
        listed.{{ member }}
    from {{ ref('fct_accredited_victim') }} as victims
    inner join (
        select
            exploitation_episode_key,
            {{ member }},
            bool_or({{ member }} != 'not_recorded') over (partition by exploitation_episode_key) as is_stated
        from {{ ref(bridge) }}
    ) as listed
        on listed.exploitation_episode_key = victims.accreditation_key
        and (listed.{{ member }} != 'not_recorded' or not listed.is_stated)
{%- endmacro %}

{#- Persons of each year with the group of every form that is listed of them. -#}
{% macro groups_of_forms(listed) -%}
    select
        listed.person_key,
        listed.year,
        form.exploitation_group
    from {{ listed }} as listed
    inner join {{ ref('dim_exploitation_form') }} as form
        on form.exploitation_form_key = listed.exploitation_form_key
{%- endmacro %}

{#- The units among those that are looked at, each once per `by`, and whether it counts there. PostgreSQL sorts for `count(distinct …)`, and takes
    twice as long as for hashing each unit once and counting what it hashed. -#}
{% macro each_unit(units, by, counted, among='true', within="''") -%}
    (
        select
            {{ by }},
            unit_key,
            bool_or({{ counted }}) as is_counted
        from (select *, {{ within }} as whole from {{ units }} where {{ among }}) as looked_at
        group by {{ by }}, unit_key
    ) as each_unit
{%- endmacro %}

{#- Kind count: how many units (that count) a category has. -#}
{% macro counts(units, counted='true', recorded="category != 'not_recorded'") -%}
    select
        cells.year,
        cells.breakdown,
        cells.category,
        cells.units::numeric as numerator,
        null::numeric as denominator,
        cells.units::numeric as value,
        years.not_recorded_share
    from (
        select
            year,
            breakdown,
            category,
            count(unit_key) filter (where is_counted) as units
        from {{ each_unit(units, 'year, breakdown, category', counted) }}
        group by year, breakdown, category
    ) as cells
    {{ join_not_recorded(units, recorded) }}
{%- endmacro %}

{#- Kind share, each category a rate of its own: those who count among those who have the category. -#}
{% macro rates(units, counted, recorded="category != 'not_recorded'") -%}
    {{ shares(units, 'category', counted, recorded, 'true') }}
{%- endmacro %}

{#- Kind share, share_of all: those with the category (and who count) among all units of the year. -#}
{% macro shares_of_all(units, counted='true', recorded="category != 'not_recorded'") -%}
    {{ shares(units, "''", counted, recorded, 'true') }}
{%- endmacro %}

{#- Kind share, share_of known: the same among the units that are recorded; `within` keeps the parts of a pair apart, as an expression. -#}
{% macro shares_of_known(units, counted='true', recorded="category != 'not_recorded'", within="''") -%}
    {{ shares(units, within, counted, recorded, recorded) }}
{%- endmacro %}

{#- The three shares above: `within` says which units make up the denominator of a category, `among` which units are looked at. -#}
{% macro shares(units, within, counted, recorded, among) -%}
    select
        cells.year,
        cells.breakdown,
        cells.category,
        cells.units::numeric as numerator,
        wholes.units::numeric as denominator,
        {{ ratio('cells.units', 'wholes.units') }} as value,
        years.not_recorded_share
    from (
        select
            year,
            breakdown,
            category,
            whole,
            count(unit_key) filter (where is_counted) as units
        from {{ each_unit(units, 'year, breakdown, category, whole', counted, among, within) }}
        group by year, breakdown, category, whole
    ) as cells
    inner join (
        select
            year,
            breakdown,
            whole,
            count(unit_key) as units
        from {{ each_unit(units, 'year, breakdown, whole', 'true', among, within) }}
        group by year, breakdown, whole
    ) as wholes
        on (wholes.year, wholes.breakdown, wholes.whole) = (cells.year, cells.breakdown, cells.whole)
    {{ join_not_recorded(units, recorded) }}
{%- endmacro %}

{#- Kind median: of the units that have the measure, how many they are and their median; a category without any has no row. -#}
{% macro medians(units, measure, recorded=none) -%}
    select
        cells.year,
        cells.breakdown,
        cells.category,
        cells.units::numeric as numerator,
        null::numeric as denominator,
        cells.median::numeric as value,
        years.not_recorded_share
    from (
        select
            year,
            breakdown,
            category,
            count(*) as units,
            percentile_cont(0.5) within group (order by {{ measure }}) as median
        from {{ units }}
        where {{ measure }} is not null
        group by year, breakdown, category
    ) as cells
    {{ join_not_recorded(units, recorded or measure ~ " is not null and category != 'not_recorded'") }}
{%- endmacro %}

{#- Kind sum: the sum of the measure, and as denominator how many units state it; 0 where none does. -#}
{% macro sums(units, measure, recorded=none) -%}
    select
        cells.year,
        cells.breakdown,
        cells.category,
        cells.measured::numeric as numerator,
        cells.units::numeric as denominator,
        cells.measured::numeric as value,
        years.not_recorded_share
    from (
        select
            year,
            breakdown,
            category,
            count({{ measure }}) as units,
            coalesce(sum({{ measure }}), 0) as measured
        from {{ units }}
        group by year, breakdown, category
    ) as cells
    {{ join_not_recorded(units, recorded or measure ~ ' is not null') }}
{%- endmacro %}

{#- The share of a year's units that do not state what the rows of the breakdown need. -#}
{% macro join_not_recorded(units, recorded) -%}
    inner join (
        select
            year,
            breakdown,
            coalesce({{ ratio('count(unit_key) filter (where is_counted)', 'count(unit_key)') }}, 0) as not_recorded_share
        from {{ each_unit(units, 'year, breakdown', 'not (' ~ recorded ~ ')') }}
        group by year, breakdown
    ) as years
        on (years.year, years.breakdown) = (cells.year, cells.breakdown)
{%- endmacro %}
