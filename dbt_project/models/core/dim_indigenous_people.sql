select
    code as indigenous_people_key,
    name_es,
    name_en,
    position
from {{ ref('catalogue_indigenous_people') }}
