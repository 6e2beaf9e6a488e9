{%- set lists = [
    'age_group', 'asset_type', 'audience', 'border_post', 'citizenship_group', 'control_method', 'country', 'detection_channel', 'education', 'exploitation_form', 'exploitation_group', 'fund_line',
    'gender_identity', 'labour_sector', 'means', 'migration_status', 'mother_tongue', 'occupation', 'offence', 'procedural_stage', 'recruitment_method',
    'recruitment_platform', 'relationship', 'role_in_offence', 'sex', 'smuggling_route', 'territory',
] -%}

with

members as (
    select
        list,
        code,
        name_es,
        name_en,
        position
    from {{ ref('catalogue_category') }}
    {%- for list in lists %}

        union all

        select
            '{{ list }}',
            code,
            name_es,
            name_en,
            position
        from {{ ref('catalogue_' ~ list) }}
    {%- endfor %}

    union all

    select
        'institution',
        institution_key,
        short_name as name_es,
        short_name as name_en,
        row_number() over (order by institution_key)
    from {{ ref('dim_institution') }}

    union all

    -- where something happened: a province of Costa Rica, else a country
    select
        'place',
        territory_key,
        name_es,
        name_en,
        row_number() over (order by territory_key)
    from {{ ref('dim_territory') }}
    where level = 'province'

    union all

    select
        'place',
        country_key,
        name_es,
        name_en,
        100 + row_number() over (order by country_key)
    from {{ ref('dim_country') }}

    union all

    select
        'month',
        to_char(month_start, 'YYYY-MM'),
        month_label_es,
        month_label_en,
        year * 12 + month
    from {{ ref('dim_date') }}
    where date_key = month_start
)

select
    list,
    code,
    name_es,
    name_en,
    position::integer as position
from members
