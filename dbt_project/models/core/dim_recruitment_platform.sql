select
    code as recruitment_platform_key,
    name_es,
    name_en,
    htcds_code,
    position
from {{ ref('catalogue_recruitment_platform') }}
