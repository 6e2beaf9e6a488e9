select
    code as role_in_offence_key,
    name_es,
    name_en,
    htcds_code,
    ictip_code,
    ictip_status,
    position
from {{ ref('catalogue_role_in_offence') }}
