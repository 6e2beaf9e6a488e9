select
    code as recruitment_method_key,
    name_es,
    name_en,
    htcds_code,
    is_online,
    position
from {{ ref('catalogue_recruitment_method') }}
