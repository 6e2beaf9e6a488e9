select
    code as education_key,
    name_es,
    name_en,
    isced_level,
    position
from {{ ref('catalogue_education') }}
