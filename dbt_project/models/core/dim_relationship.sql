select
    code as relationship_key,
    name_es,
    name_en,
    htcds_code,
    ctdc_code,
    is_known_before,
    ictip_code,
    ictip_status,
    position
from {{ ref('catalogue_relationship') }}
