select
    code as mother_tongue_key,
    name_es,
    name_en,
    position
from {{ ref('catalogue_mother_tongue') }}
