select
    code as breakdown_key,
    name_es,
    name_en,
    members,
    several as is_several,
    ordered as is_ordered,
    position
from {{ ref('catalogue_breakdown') }}
