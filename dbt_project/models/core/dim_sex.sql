select
    code as sex_key,
    name_es,
    name_en,
    htcds_code,
    position
from {{ ref('catalogue_sex') }}
