with

persons as (
    select
        *,
        {{ row_key() }} as hotline_person_key
    from {{ ref('stg_linea145__persons') }}
),

reports as (
    select
        hotline_report_key,
        report_number
    from {{ ref('fct_hotline_report') }}
),

territories as (
    select code from {{ ref('catalogue_territory') }}
)

select
    persons.hotline_person_key,
    'linea145' as institution_key,
    coalesce(reports.hotline_report_key, 'unmapped') as hotline_report_key,
    persons.report_number,
    {{ date_key('persons.report_intake_date') }} as date_key,
    {{ mapped('role', 'persons.person_role') }} as person_role,
    {{ mapped('sex', 'persons.gender') }} as sex_key,
    {{ age_group_of('persons.apparent_age') }} as age_group_key,
    {{ mapped('nationality', 'persons.nationality') }} as nationality_key,
    {{ place_of_report('persons', 'territories', 'territory') }} as territory_key,
    persons.is_pregnant,
    persons.has_disability,
    persons.person_role as person_role_received,
    persons.gender as gender_received,
    persons.nationality as nationality_received,
    persons.province as province_received,
    persons.load_id,
    persons.row_number
from persons
left join reports
    on reports.report_number = persons.report_number
left join territories
    on territories.code = 'AR-' || persons.province_indec_code
{{ join_map('map_territory', 'territory', 'linea145', 'persons.province', 'persons.report_intake_date', under="'ARG'") }}
{{ join_map('map_person_role', 'role', 'linea145', 'persons.person_role', 'persons.report_intake_date') }}
{{ join_map('map_sex', 'sex', 'linea145', 'persons.gender', 'persons.report_intake_date') }}
{{ join_map('map_country', 'nationality', 'linea145', 'persons.nationality', 'persons.report_intake_date') }}
