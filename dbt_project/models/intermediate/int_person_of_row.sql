select
    load_id,
    row_number,
    person_key
from {{ source('identity', 'person_of_row') }}
