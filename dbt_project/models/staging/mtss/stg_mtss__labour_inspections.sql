select
    ---------- ids
    {{ trimmed('inspection_number') }} as inspection_number,

    ---------- the inspection
    inspected_on,
    {{ trimmed('sector') }} as sector,
    {{ trimmed('outcome') }} as outcome,
    {{ trimmed('province') }} as province,
    {{ trimmed('canton') }} as canton,

    ---------- persons
    workers_found::integer as workers_found,
    suspected_victims::integer as suspected_victims,

    ---------- lineage
    updated_on,
    {{ lineage() }}
from {{ in_force('mtss', 'labour_inspections') }}
