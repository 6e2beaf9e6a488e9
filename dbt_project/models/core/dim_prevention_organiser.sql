select
    code as prevention_organiser_key,
    name_es,
    name_en,
    position
from {{ ref('catalogue_prevention_organiser') }}
