{#- The services that victims receive from a day of theirs on, whoever gives them: `victims` is a relation with year, person_key and that day. -#}
{% macro services_since(day, victims='victims') -%}
    select
        {{ victims }}.year,
        {{ victims }}.person_key,
        services.institution_key,
        kinds.service_category,
        services.date_key - {{ victims }}.{{ day }} as days
    from {{ victims }}
    inner join {{ ref('fct_service') }} as services
        on services.person_key = {{ victims }}.person_key
        and services.date_key >= {{ victims }}.{{ day }}
    inner join {{ ref('dim_service') }} as kinds
        on kinds.service_key = services.service_key
{%- endmacro %}

{#- The cuts of a coverage: all services, and each category of them; a service of no known kind has none. -#}
{% macro service_cuts() -%}
    select
        'total' as breakdown,
        'total' as category
    union all
    select distinct
        'service_category',
        service_category
    from {{ ref('dim_service') }}
    where service_key not in (select code from {{ ref('catalogue_special') }})
{%- endmacro %}

{#- The cuts that the services of each victim reach, each once, where `received` holds the services. -#}
{% macro reached_cuts() -%}
    select distinct
        received.year,
        received.person_key,
        cuts.breakdown,
        cuts.category
    from received
    cross join lateral (values ('total', 'total'), ('service_category', received.service_category)) as cuts (breakdown, category)
{%- endmacro %}

{#- The join of a victim and a cut with whether the services reach it: `reached.person_key` is null where they do not. -#}
{% macro join_reached(victims='victims', cuts='cuts') -%}
    left join reached
        on (reached.year, reached.person_key, reached.breakdown, reached.category)
        = ({{ victims }}.year, {{ victims }}.person_key, {{ cuts }}.breakdown, {{ cuts }}.category)
{%- endmacro %}
