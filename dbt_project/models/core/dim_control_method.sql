select
    code as control_method_key,
    name_es,
    name_en,
    htcds_code,
    ctdc_code,
    ictip_code,
    ictip_status,
    position
from {{ ref('catalogue_control_method') }}
