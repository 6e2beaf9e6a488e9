{#- Join of a map seed on the normalised text, its sender (an institution, or the column that names it) and the day it was valid. -#}
{% macro join_map(map, alias, institution, text, day='current_date', under=none) -%}
    {%- set sender = institution if '.' in institution else "'" ~ institution ~ "'" -%}
    left join {{ ref(map) }} as {{ alias }}
        on {{ alias }}.received = {{ normalised(text) }}
        and {{ alias }}.institution in ({{ sender }}, 'any')
        {%- if under %}
        and coalesce({{ alias }}.under, {{ under }}) = {{ under }}
        {%- endif %}
        and {{ day }} between coalesce({{ alias }}.valid_from, '-infinity'::date) and coalesce({{ alias }}.valid_to, 'infinity'::date)
{%- endmacro %}

{#- What the map found: nothing delivered is not recorded, a text that nobody mapped is unmapped. -#}
{% macro mapped(alias, text) -%}
    case when {{ trimmed(text) }} is null then 'not_recorded' else coalesce({{ alias }}.code, 'unmapped') end
{%- endmacro %}

{#- A row's own key: its sealed original and its place in it. -#}
{% macro row_key() -%}
    md5(sha256 || ':' || row_number)
{%- endmacro %}

{#- The columns that lead back to the original. -#}
{% macro lineage() -%}
    _load_id as load_id,
    _row_number as row_number,
    _sha256 as sha256
{%- endmacro %}

{#- Where it happened: the INDEC code, else the province as written. -#}
{% macro place_of_report(rows, by_code, by_name) -%}
    case
        when {{ by_code }}.code is not null then {{ by_code }}.code
        when coalesce({{ rows }}.province_indec_code, {{ rows }}.province) is null then 'not_recorded'
        else coalesce({{ by_name }}.code, 'unmapped')
    end
{%- endmacro %}
