with

figures as (
    select
        *,
        {{ row_key() }} as international_figure_key,
        make_date(year, 1, 1) as first_day,
        case when dimension = 'by form of exploitation' then category end as form,
        case when dimension in ('by citizenship', 'by country of repatriation') then category end as counterpart
    from {{ ref('stg_unodc__glotip') }}
),

countries as (
    select code from {{ ref('catalogue_country') }}
)

select
    figures.international_figure_key,
    'unodc' as institution_key,
    {{ date_key('figures.first_day') }} as date_key,
    case
        when countries.code is not null then countries.code
        when coalesce(figures.iso3_code, figures.country) is null then 'not_recorded'
        else coalesce(country.code, 'unmapped')
    end as country_key,
    figures.indicator,
    figures.dimension,
    figures.category,
    case when figures.dimension = 'by form of exploitation' then {{ mapped('form', 'figures.form') }} else 'not_applicable' end as exploitation_form_key,
    case
        when figures.dimension in ('by citizenship', 'by country of repatriation') then {{ mapped('counterpart', 'figures.counterpart') }}
        else 'not_applicable'
    end as counterpart_country_key,
    {{ mapped('sex', 'figures.sex') }} as sex_key,
    {{ mapped('age_group', 'figures.age') }} as age_group_key,
    figures.year,
    case when figures.is_bounded then 1 else figures.value_number end as value_lower,
    case when figures.is_bounded then figures.value_number - 1 else figures.value_number end as value_upper,
    figures.is_bounded,
    figures.value_text,
    figures.unit,
    figures.iso3_code as country_code_received,
    figures.country as country_received,
    figures.sex as sex_received,
    figures.age as age_received,
    figures.load_id,
    figures.row_number
from figures
left join countries
    on countries.code = figures.iso3_code
{{ join_map('map_country', 'country', 'unodc', 'figures.country', 'figures.first_day') }}
{{ join_map('map_exploitation_form', 'form', 'unodc', 'figures.form', 'figures.first_day') }}
{{ join_map('map_country', 'counterpart', 'unodc', 'figures.counterpart', 'figures.first_day') }}
{{ join_map('map_sex', 'sex', 'unodc', 'figures.sex', 'figures.first_day') }}
{{ join_map('map_age_group', 'age_group', 'unodc', 'figures.age', 'figures.first_day') }}
