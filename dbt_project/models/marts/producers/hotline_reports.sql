-- A report may name several forms, and counts once in each of them.
with

reports as (
    select
        hotline_report_key,
        1 as reports,
        {{ period_of_year('date_key', 'date_key') }}
    from {{ ref('fct_hotline_report') }}
    where {{ in_calendar('date_key') }}
    window of_year as (partition by date_trunc('year', date_key))
),

forms as (
    select distinct
        bridge.hotline_report_key,
        published.exploitation_form_key as form_key,
        published.name_es,
        published.name_en
    from {{ ref('bridge_hotline_exploitation') }} as bridge
    inner join {{ ref('dim_exploitation_form') }} as form using (exploitation_form_key)
    inner join {{ ref('dim_exploitation_form') }} as published
        on published.exploitation_form_key = form.published_form_key
),

mentions as (
    select * from reports
    inner join forms using (hotline_report_key)
),

victims as (
    select
        1 as victims,
        {{ period_of_year('date_key', 'date_key') }}
    from {{ ref('fct_hotline_person') }}
    where person_role = 'direct_victim' and {{ in_calendar('date_key') }}
    window of_year as (partition by date_trunc('year', date_key))
)

{{ producer_figures('hotline_reports', 'reports', 'reports') }}
union all
{{ producer_figures('hotline_reports', 'mentions', 'reports', 'exploitation_form', 'form_key', 'name_es', 'name_en') }}
union all
{{ producer_figures('hotline_victims', 'victims', 'victims') }}
