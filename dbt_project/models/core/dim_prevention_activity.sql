select
    code as prevention_activity_key,
    name_es,
    name_en,
    is_training,
    is_campaign,
    position
from {{ ref('catalogue_prevention_activity') }}
