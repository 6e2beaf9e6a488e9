select
    load_id,
    (changed_at at time zone 'America/Costa_Rica')::date as withdrawn_on
from {{ source('ops', 'change') }}
where kind = 'withdrawal'
