select
    code as detection_channel_key,
    name_es,
    name_en,
    position
from {{ ref('catalogue_detection_channel') }}
