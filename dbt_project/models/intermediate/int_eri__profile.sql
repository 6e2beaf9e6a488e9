with

resolutions as (
    select
        *,
        {{ row_key() }} as accreditation_key
    from {{ ref('stg_eri__resolutions') }}
)

select
    resolutions.accreditation_key,
    {{ mapped('gender', 'resolutions.gender_identity') }} as gender_identity_key,
    {{ mapped('disability_map', 'resolutions.disability') }} as disability_key,
    {{ mapped('people', 'resolutions.indigenous_people') }} as indigenous_people_key,
    {{ mapped('tongue', 'resolutions.mother_tongue') }} as mother_tongue_key,
    {{ mapped('education_map', 'resolutions.education') }} as education_key,
    {{ mapped('occupation_map', 'resolutions.occupation') }} as occupation_key,
    {{ mapped('status', 'resolutions.migration_status') }} as migration_status_key,
    case
        when district_map.code like 'CR-%' then district_map.code
        else {{ place_found('resolutions') }}
    end as territory_key
from resolutions
{{ join_map('map_gender_identity', 'gender', 'eri', 'resolutions.gender_identity', 'resolutions.known_on') }}
{{ join_map('map_disability', 'disability_map', 'eri', 'resolutions.disability', 'resolutions.known_on') }}
{{ join_map('map_indigenous_people', 'people', 'eri', 'resolutions.indigenous_people', 'resolutions.known_on') }}
{{ join_map('map_mother_tongue', 'tongue', 'eri', 'resolutions.mother_tongue', 'resolutions.known_on') }}
{{ join_map('map_education', 'education_map', 'eri', 'resolutions.education', 'resolutions.known_on') }}
{{ join_map('map_occupation', 'occupation_map', 'eri', 'resolutions.occupation', 'resolutions.known_on') }}
{{ join_map('map_migration_status', 'status', 'eri', 'resolutions.migration_status', 'resolutions.known_on') }}
{{ join_place('resolutions', 'eri', 'resolutions.known_on') }}
{{ join_map('map_territory', 'district_map', 'eri', 'resolutions.district', 'resolutions.known_on', under='canton_map.code') }}
