select
    code as fund_line_key,
    name_es,
    name_en,
    position
from {{ ref('catalogue_fund_line') }}
