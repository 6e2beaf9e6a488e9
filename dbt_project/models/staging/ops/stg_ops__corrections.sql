select
    ---------- the row that was held back
    load_id,
    row_number,

    ---------- the row that stands for it
    corrected_by_load,
    corrected_by_row
from {{ source('ops', 'correction') }}
