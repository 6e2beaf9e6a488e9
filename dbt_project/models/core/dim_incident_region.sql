select
    code as incident_region_key,
    name_es,
    name_en,
    position
from {{ ref('catalogue_incident_region') }}
