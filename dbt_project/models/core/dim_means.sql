select
    code as means_key,
    name_es,
    name_en,
    ictip_code,
    ictip_status,
    position
from {{ ref('catalogue_means') }}
