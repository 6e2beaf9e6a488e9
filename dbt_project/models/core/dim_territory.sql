with

units as (
    select * from {{ ref('catalogue_territory') }}
),

placed as (
    select
        units.*,
        case
            when units.level in ('province', 'first_level') then units.code
            when units.level = 'canton' then units.within
            when units.level = 'district' then canton.within
        end as province_key,
        case units.level when 'canton' then units.code when 'district' then units.within end as canton_key,
        case units.level when 'district' then units.code end as district_key
    from units
    left join units as canton
        on units.level = 'district' and canton.code = units.within
)

select
    placed.code as territory_key,
    placed.name_es,
    placed.name_en,
    coalesce(placed.level, 'special') as level,
    placed.within as parent_key,
    placed.province_key,
    placed.canton_key,
    placed.district_key,
    split_part(placed.code, '-', 2) as official_code,
    province.iso_3166_2,
    coalesce(placed.country_code, 'not_applicable') as country_key,
    placed.standing,
    placed.valid_from,
    placed.valid_to
from placed
left join units as province
    on province.code = placed.province_key
