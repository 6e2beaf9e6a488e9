select
    code as case_state_key,
    name_es,
    name_en,
    is_final,
    position
from {{ ref('catalogue_case_state') }}
