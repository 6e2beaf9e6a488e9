select
    code as institution_unit_key,
    name_es,
    name_en,
    coalesce(institution, code) as institution_key,
    position
from {{ ref('catalogue_institution_unit') }}
