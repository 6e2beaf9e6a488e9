select
    code as disability_key,
    name_es,
    name_en,
    position
from {{ ref('catalogue_disability') }}
