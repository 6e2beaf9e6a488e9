{#-
    The services in one register, in the columns that all of them share. `code` is the service of a register that knows one only; a column
    that the register lacks stays out.
-#}
{% macro services_of(institution, dataset, number, day, service=none, code=none, ended_on=none, unit=none, amount=none, filed_complaint=none) -%}
    select
        '{{ institution }}'::text as institution,
        '{{ dataset }}'::text as dataset,
        {{ number }} as record_number,
        {{ day }} as served_on,
        {{ ended_on or 'null::date' }} as ended_on,
        {{ service or 'null::text' }} as service,
        {{ "'" ~ code ~ "'" if code else 'null' }}::text as only_service_key,
        {{ unit is not none }} as has_units,
        {{ unit or 'null::text' }} as unit,
        {{ amount or 'null::numeric' }} as amount_crc,
        {{ filed_complaint or "'not_applicable'" }} as filed_complaint,
        age,
        load_id,
        row_number,
        sha256
    from {{ ref('stg_' ~ institution ~ '__' ~ dataset) }}
{%- endmacro %}
