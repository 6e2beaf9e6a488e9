{%- set marts = [
    'reported_offences', 'border_entries', 'hotline_reports', 'detected_victims_by_country', 'irregular_flows', 'dead_or_missing_migrants',
] -%}

{% for mart in marts %}
    select
        series,
        period_start,
        period_end,
        breakdown,
        category,
        category_es,
        category_en,
        value_lower,
        value_upper
    from {{ ref(mart) }}
    {{ 'union all' if not loop.last }}
{% endfor %}
