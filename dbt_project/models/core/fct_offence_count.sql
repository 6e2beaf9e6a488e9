{{
    config(
        materialized='incremental',
        on_schema_change='fail',
        pre_hook=["{{ note_loads(of='fct_reported_offence') }}", "{{ delete_unsettled() }}"]
    )
}}

select
    reported.load_id,
    case when {{ in_calendar('date_key') }} then date_trunc('month', date_key)::date else date_key end as month_key,
    offence_key,
    province_key,
    sex_key,
    age_group_key,
    count(*) as offences,
    min(date_key) as first_day,
    max(date_key) as last_day
from {{ ref('fct_reported_offence') }} as reported
{% if is_incremental() -%}
    where {{ within_unsettled('reported') }} true
{%- endif %}
group by reported.load_id, month_key, offence_key, province_key, sex_key, age_group_key
