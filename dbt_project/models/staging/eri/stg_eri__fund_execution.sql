select
    ---------- ids
    record_id,
    {{ trimmed('execution_number') }} as execution_number,

    ---------- the month and the line
    date_trunc('month', period)::date as period,
    {{ trimmed('budget_line') }} as budget_line,

    ---------- the amounts: null is not recorded, never nothing
    budget_crc::numeric as budget_crc,
    spent_crc::numeric as spent_crc,

    ---------- lineage
    updated_on,
    {{ lineage() }}
from {{ in_force('eri', 'fund_execution') }}
