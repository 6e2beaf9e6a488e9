select
    code as labour_sector_key,
    name_es,
    name_en,
    isic_section,
    htcds_code,
    ctdc_code,
    ictip_code,
    ictip_status,
    position
from {{ ref('catalogue_labour_sector') }}
