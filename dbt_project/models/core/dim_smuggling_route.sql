select
    code as smuggling_route_key,
    name_es,
    name_en,
    position
from {{ ref('catalogue_smuggling_route') }}
