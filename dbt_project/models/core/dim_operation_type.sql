select
    code as operation_type_key,
    name_es,
    name_en,
    position
from {{ ref('catalogue_operation_type') }}
