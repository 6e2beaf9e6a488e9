select
    code as audience_key,
    name_es,
    name_en,
    position
from {{ ref('catalogue_audience') }}
