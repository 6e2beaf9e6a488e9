{#- Whether a count may be shown: none at all, or at least the threshold. -#}
{% macro publishable(count) -%}
    ({{ count }} = 0 or {{ count }} >= {{ var('MIN_PUBLISHABLE_COUNT') }})
{%- endmacro %}

{#- Value and status of a count that stands alone. -#}
{% macro published_value(count) -%}
    case when {{ publishable(count) }} then {{ count }} end
{%- endmacro %}

{% macro published_status(count) -%}
    case when {{ publishable(count) }} then 'published' else 'suppressed' end
{%- endmacro %}

{#- How many rows there are, to the nearest ten: from one day to the next it does not tell that one came. Empty where too few. -#}
{% macro rounded_count(count) -%}
    case when {{ publishable(count) }} then (10 * round({{ count }} / 10.0))::bigint end
{%- endmacro %}

{#-
    Whether a cell must be hidden when the total of `within` is shown beside it: its count is too small, or a small one
    would follow from the total. Cells are hidden in rising order until two are hidden and what they hold beyond one each
    reaches the threshold, so that none has a range narrower than the threshold.
-#}
{% macro must_hide(count, within) -%}
    (
        {{ count }} > 0
        and min(nullif({{ count }}, 0)) over (partition by {{ within }}) < {{ var('MIN_PUBLISHABLE_COUNT') }}
        and (
            {{ count }} < {{ var('MIN_PUBLISHABLE_COUNT') }}
            or count(nullif({{ count }}, 0)) over smaller < 2
            or coalesce(sum({{ count }} - 1) filter (where {{ count }} > 0) over smaller, 0) < {{ var('MIN_PUBLISHABLE_COUNT') }}
        )
    )
{%- endmacro %}

{#- The window that `must_hide` looks back on. -#}
{% macro smaller_cells(count, within, tie_break) -%}
    smaller as (partition by {{ within }} order by {{ count }}, {{ tie_break }} rows between unbounded preceding and 1 preceding)
{%- endmacro %}

{#- What a judged cell shows, and its status. -#}
{% macro shown(count) -%}
    case when not is_hidden then {{ count }} end
{%- endmacro %}

{% macro status_of_cell() -%}
    case when is_hidden then 'suppressed' else 'published' end
{%- endmacro %}
