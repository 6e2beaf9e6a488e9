select
    code as service_key,
    name_es,
    name_en,
    coalesce(service_category, code) as service_category,
    position
from {{ ref('catalogue_service') }}
