select
    code as migration_route_key,
    name_es,
    name_en,
    position
from {{ ref('catalogue_migration_route') }}
