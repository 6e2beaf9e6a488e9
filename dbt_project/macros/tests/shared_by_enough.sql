{#- Whoever is described at all is so in words that at least as many others of the same part share as may be published. -#}
{% test shared_by_enough(model, columns, within) %}
    select {{ within }} as part
    from {{ model }}
    where ({{ columns | join(', ') }}) != ({{ (["'withheld'"] * (columns | length)) | join(', ') }})
    group by {{ within }}, {{ columns | join(', ') }}
    having count(*) < {{ var('MIN_PUBLISHABLE_COUNT') }}
{% endtest %}
