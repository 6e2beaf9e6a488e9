select
    code as procedural_stage_key,
    name_es,
    name_en,
    stage_order,
    position
from {{ ref('catalogue_procedural_stage') }}
