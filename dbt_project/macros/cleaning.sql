{#- Upper case without accents and with single blanks; `faro.vocabularies.normalise` computes the same. -#}
{% macro normalised(text) -%}
    nullif(btrim(regexp_replace(upper(regexp_replace(normalize({{ text }}, nfkd), '[\u0300-\u036f]', '', 'g') collate "C") collate "default", '\s+', ' ', 'g')), '')
{%- endmacro %}

{#- The text as received, blanks trimmed; an empty one is null. -#}
{% macro trimmed(text) -%}
    nullif(btrim({{ text }}), '')
{%- endmacro %}

{#- Yes, no and not recorded are three states; what is neither yes nor no is unmapped. -#}
{% macro three_state(text) -%}
    case
        when {{ normalised(text) }} is null then 'not_recorded'
        when {{ normalised(text) }} in ('SI', 'S', 'YES') then 'yes'
        when {{ normalised(text) }} in ('NO', 'N') then 'no'
        else 'unmapped'
    end
{%- endmacro %}

{#- The age group of an age in years. Where an age is asked and not computed from a birth, 0 stands for one that nobody asked. -#}
{% macro age_group_of(years, youngest=1) -%}
    case
        when coalesce({{ years }}, -1) < {{ youngest }} then 'not_recorded'
        when {{ years }} < 18 then 'minor'
        when {{ years }} < 65 then 'adult'
        else 'older_adult'
    end
{%- endmacro %}
