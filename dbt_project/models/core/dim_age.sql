with

ages as (
    select age from generate_series(0, 120) as age
),

age_groups as (
    select
        code,
        grouping,
        age_from,
        coalesce(age_to, 120) as age_to
    from {{ ref('catalogue_age_group') }}
)

select
    ages.age::text as age_key,
    ages.age,
    case ages.age when 0 then 'Menos de 1 año' when 1 then '1 año' else ages.age || ' años' end as name_es,
    case ages.age when 0 then 'Under 1 year' when 1 then '1 year' else ages.age || ' years' end as name_en,
    national.code as national_group_key,
    sdg.code as sdg_group_key,
    ctdc.code as ctdc_group_key
from ages
left join age_groups as national
    on national.grouping = 'national' and ages.age between national.age_from and national.age_to
left join age_groups as sdg
    on sdg.grouping = 'sdg' and ages.age between sdg.age_from and sdg.age_to
left join age_groups as ctdc
    on ctdc.grouping = 'ctdc' and ages.age between ctdc.age_from and ctdc.age_to

union all

select
    special.code as age_key,
    null as age,
    special.name_es,
    special.name_en,
    special.code as national_group_key,
    special.code as sdg_group_key,
    special.code as ctdc_group_key
from {{ ref('catalogue_special') }} as special
