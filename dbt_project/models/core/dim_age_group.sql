select
    code as age_group_key,
    name_es,
    name_en,
    coalesce(grouping, 'special') as grouping,
    age_from,
    age_to,
    position
from {{ ref('catalogue_age_group') }}
