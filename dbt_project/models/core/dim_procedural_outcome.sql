select
    code as procedural_outcome_key,
    name_es,
    name_en,
    position
from {{ ref('catalogue_procedural_outcome') }}
