select
    code as breakdown_key,
    name_es,
    name_en,
    members,
    several as is_several,
    position
from {{ ref('catalogue_breakdown') }}
