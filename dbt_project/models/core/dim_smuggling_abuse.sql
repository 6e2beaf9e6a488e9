select
    code as smuggling_abuse_key,
    name_es,
    name_en,
    position
from {{ ref('catalogue_smuggling_abuse') }}
