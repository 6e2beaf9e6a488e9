select
    code as offence_key,
    name_es,
    name_en,
    iccs_code,
    legal_basis,
    valid_from,
    valid_to,
    position
from {{ ref('catalogue_offence') }}
