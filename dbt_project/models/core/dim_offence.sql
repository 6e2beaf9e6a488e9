select
    offence.code as offence_key,
    offence.name_es,
    offence.name_en,
    offence.family as family_key,
    family.name_es as family_es,
    family.name_en as family_en,
    offence.iccs_code,
    offence.legal_basis,
    coalesce(offence.victims = 'published', false) as has_published_victims,
    offence.valid_from,
    offence.valid_to,
    offence.position
from {{ ref('catalogue_offence') }} as offence
inner join {{ ref('catalogue_offence') }} as family
    on family.code = offence.family
