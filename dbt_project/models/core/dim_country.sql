select
    country.code as country_key,
    country.name_es,
    country.name_en,
    case when country.kind = 'iso' then country.code end as iso_alpha3,
    country.alpha2 as iso_alpha2,
    country.kind,
    country.kind = 'iso' as is_iso_member,
    country.citizenship_group,
    citizenship_group.name_es as citizenship_group_es,
    citizenship_group.name_en as citizenship_group_en,
    country.is_central_america,
    country.valid_from,
    country.valid_to
from {{ ref('catalogue_country') }} as country
inner join {{ ref('catalogue_citizenship_group') }} as citizenship_group
    on citizenship_group.code = country.citizenship_group
