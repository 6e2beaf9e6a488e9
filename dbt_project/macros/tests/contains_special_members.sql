{#- Unknown, not applicable and unmapped are three members of every dimension. -#}
{% test contains_special_members(model, key) %}
    select code from {{ ref('catalogue_special') }}
    except
    select {{ key }} from {{ model }}
{% endtest %}
