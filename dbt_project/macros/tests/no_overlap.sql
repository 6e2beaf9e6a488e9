{#- No two rows of the same record hold on the same day; where they also have a time of being known, not on the same day of both. -#}
{% test no_overlap(model, within, valid=['valid_from', 'valid_to'], known=none) %}
    with numbered as (
        select
            {{ within }} as record,
            row_number() over () as number,
            daterange({{ valid | join(', ') }}) as valid,
            {% if known %}daterange({{ known | join(', ') }}){% else %}daterange(null, null){% endif %} as known
        from {{ model }}
    )
    select one.record
    from numbered as one
    inner join numbered as other
        on other.record = one.record
    where other.number > one.number and other.valid && one.valid and other.known && one.known
{% endtest %}
