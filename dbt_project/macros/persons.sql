{#- The persons of one dataset in the columns that all datasets about persons share; `role` is the one that the contract states. -#}
{% macro persons_of(institution, dataset, role, number, day) -%}
    select
        '{{ institution }}'::text as institution,
        '{{ dataset }}'::text as dataset,
        '{{ role }}'::text as role,
        {{ number }} as record_number,
        {{ day }} as event_date,
        sex,
        nationality,
        birth_month,
        age,
        load_id,
        row_number,
        sha256
    from {{ ref('stg_' ~ institution ~ '__' ~ dataset) }}
{%- endmacro %}

{#- Who a record is about: a record that nobody has linked yet is a person of its own. -#}
{% macro person_of(persons, institution, dataset, number) -%}
    coalesce({{ persons }}.person_key, {{ institution }} || '/' || {{ dataset }} || '/' || {{ number }})
{%- endmacro %}

{#- What most of a person's `rows` state, and among equals the newest; not recorded, not applicable and unmapped state nothing. -#}
{% macro most_stated(value, rows='records') -%}
    select distinct on (person_key)
        person_key,
        {{ value }}
    from {{ rows }}
    where {{ value }}::text not in ('not_recorded', 'not_applicable', 'unmapped')
    group by person_key, {{ value }}
    order by person_key, count(*) desc, max(date_key) desc, {{ value }}
{%- endmacro %}
