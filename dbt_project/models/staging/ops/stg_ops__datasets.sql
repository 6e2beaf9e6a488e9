select
    institution,
    dataset,
    cadence_days
from {{ source('ops', 'dataset') }}
