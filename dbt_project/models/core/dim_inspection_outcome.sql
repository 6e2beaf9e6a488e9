select
    code as inspection_outcome_key,
    name_es,
    name_en,
    position
from {{ ref('catalogue_inspection_outcome') }}
