select
    code as incident_type_key,
    name_es,
    name_en,
    position
from {{ ref('catalogue_incident_type') }}
