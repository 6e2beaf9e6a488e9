{#- Joins for the province and the canton of a row, as written and valid on the row's day. -#}
{% macro join_place(rows, institution, day, canton=true) -%}
    {{ join_map('map_territory', 'province_map', institution, rows ~ '.province', day, under="'CRI'") }}
    {%- if canton %}
    {{ join_map('map_territory', 'canton_map', institution, rows ~ '.canton', day, under='province_map.code') }}
    {%- endif %}
{%- endmacro %}

{#- The canton where `join_place` found one, else the province or its special member. -#}
{% macro place_found(rows, canton=true) -%}
    {%- if canton %}case when canton_map.code like 'CR-%' then canton_map.code else {{ mapped('province_map', rows ~ '.province') }} end
    {%- else %}{{ mapped('province_map', rows ~ '.province') }}{% endif %}
{%- endmacro %}
