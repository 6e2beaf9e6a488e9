{#- What the ERI decided: without outcome and without date nobody has decided yet, which is not a refusal. -#}
{% macro decision_of(rows, map) -%}
    case
        when {{ rows }}.outcome is null and {{ rows }}.resolved_on is null then 'pending'
        else {{ mapped(map, rows ~ '.outcome') }}
    end
{%- endmacro %}

{#- The members that each episode's list names, one row each; an empty list is the member not recorded. `rows` know their day as `known_on`. -#}
{% macro listed_members(rows, list, map, member) -%}
    select
        entries.exploitation_episode_key,
        {{ mapped('listed', 'entries.entry') }} as {{ member }},
        string_agg(entries.entry, ' | ' order by entries.entry) as labels_received
    from (
        {{ list_entries(rows, ['exploitation_episode_key', 'known_on'], list) }}
    ) as entries
    {{ join_map(map, 'listed', 'eri', 'entries.entry', 'entries.known_on') }}
    group by entries.exploitation_episode_key, {{ member }}
{%- endmacro %}

{#- The bridge from episodes to the members that one of their lists names. -#}
{% macro bridge_of_episodes(list, map, member) -%}
    with

    episodes as (
        select
            exploitation_episode_key,
            known_on,
            {{ list }}
        from {{ ref('fct_exploitation_episode') }}
    ),

    members as (
        {{ listed_members('episodes', list, map, member) }}
    )

    select
        exploitation_episode_key,
        {{ member }},
        {{ weight_within('exploitation_episode_key') }} as weight,
        labels_received
    from members
{%- endmacro %}

{#- Whether labour may be what was exploited: the form says so, or leaves open what it was. -#}
{% macro may_be_of_labour(form) -%}
    {{ form }} in (
        'forced_labour', 'child_labour', 'domestic_servitude', 'servitude', 'slavery',
        'other_exploitation', 'unspecified_trafficking', 'not_recorded', 'unmapped'
    )
{%- endmacro %}
