select
    code as gender_identity_key,
    name_es,
    name_en,
    htcds_code,
    position
from {{ ref('catalogue_gender_identity') }}
