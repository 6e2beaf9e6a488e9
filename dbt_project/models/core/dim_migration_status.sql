select
    code as migration_status_key,
    name_es,
    name_en,
    position
from {{ ref('catalogue_migration_status') }}
