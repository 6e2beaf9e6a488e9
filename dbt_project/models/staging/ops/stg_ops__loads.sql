select
    ---------- ids
    load_id,
    institution,
    dataset,

    ---------- what became of it
    state,
    edition,
    contract_version,
    delivered,
    accepted,
    quarantined,

    ---------- when
    period_from,
    period_to,
    (finished_at at time zone 'America/Costa_Rica')::date as finished_on
from {{ source('ops', 'load') }}
