with

reports as (
    select
        *,
        {{ row_key() }} as hotline_report_key
    from {{ ref('stg_linea145__reports') }}
),

territories as (
    select code from {{ ref('catalogue_territory') }}
)

select
    reports.hotline_report_key,
    'linea145' as institution_key,
    reports.report_number,
    {{ date_key('reports.intake_date') }} as date_key,
    {{ place_of_report('reports', 'territories', 'territory') }} as territory_key,
    coalesce(lower(reports.urgency), 'not_recorded') as urgency,
    reports.is_anonymous,
    reports.referral_1_prosecuted,
    reports.referral_2_prosecuted,
    reports.referral_3_prosecuted,
    reports.origin,
    reports.intake_channel,
    reports.topic,
    {{ mapped('sex', 'reports.reporter_gender') }} as reporter_sex_key,
    {{ age_group_of('reports.reporter_apparent_age') }} as reporter_age_group_key,
    {{ mapped('nationality', 'reports.reporter_nationality') }} as reporter_nationality_key,
    reports.subtopic as subtopic_received,
    reports.province as province_received,
    reports.reporter_gender as reporter_gender_received,
    reports.reporter_nationality as reporter_nationality_received,
    reports.load_id,
    reports.row_number
from reports
left join territories
    on territories.code = 'AR-' || reports.province_indec_code
{{ join_map('map_territory', 'territory', 'linea145', 'reports.province', 'reports.intake_date', under="'ARG'") }}
{{ join_map('map_sex', 'sex', 'linea145', 'reports.reporter_gender', 'reports.intake_date') }}
{{ join_map('map_country', 'nationality', 'linea145', 'reports.reporter_nationality', 'reports.intake_date') }}
