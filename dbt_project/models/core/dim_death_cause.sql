select
    code as death_cause_key,
    name_es,
    name_en,
    position
from {{ ref('catalogue_death_cause') }}
