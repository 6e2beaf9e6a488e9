select
    code as asset_type_key,
    name_es,
    name_en,
    position
from {{ ref('catalogue_asset_type') }}
