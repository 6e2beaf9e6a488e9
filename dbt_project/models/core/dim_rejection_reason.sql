select
    code as rejection_reason_key,
    name_es,
    name_en,
    position
from {{ ref('catalogue_rejection_reason') }}
