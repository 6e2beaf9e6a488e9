select
    code as occupation_key,
    name_es,
    name_en,
    isco_major_group,
    position
from {{ ref('catalogue_occupation') }}
