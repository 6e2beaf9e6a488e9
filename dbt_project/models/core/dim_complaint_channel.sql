select
    code as complaint_channel_key,
    name_es,
    name_en,
    position
from {{ ref('catalogue_complaint_channel') }}
