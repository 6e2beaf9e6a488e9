select
    code as institution_key,
    name_es,
    name_en,
    short_name,
    coalesce(country_code, 'not_applicable') as country_key
from {{ ref('catalogue_institution') }}
