select
    code as return_type_key,
    name_es,
    name_en,
    position
from {{ ref('catalogue_return_type') }}
