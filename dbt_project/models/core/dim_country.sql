select
    code as country_key,
    name_es,
    name_en,
    case when kind = 'iso' then code end as iso_alpha3,
    alpha2 as iso_alpha2,
    kind,
    kind = 'iso' as is_iso_member,
    is_central_america,
    valid_from,
    valid_to
from {{ ref('catalogue_country') }}
