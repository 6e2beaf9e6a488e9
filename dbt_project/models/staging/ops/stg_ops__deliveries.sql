select
    delivery_id,
    institution,
    dataset,
    (received_at at time zone 'America/Costa_Rica')::date as received_on
from {{ source('ops', 'delivery') }}
