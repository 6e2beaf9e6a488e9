select
    code as border_post_key,
    name_es,
    name_en,
    coalesce(kind, 'special') as kind,
    coalesce(territory_code, case when kind is null then code else 'not_applicable' end) as territory_key,
    position
from {{ ref('catalogue_border_post') }}
