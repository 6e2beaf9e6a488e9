with

executions as (
    select
        *,
        {{ row_key() }} as fund_execution_key
    from {{ ref('stg_eri__fund_execution') }}
)

select
    executions.fund_execution_key,
    'eri' as institution_key,
    executions.execution_number,
    {{ date_key('executions.period') }} as date_key,
    {{ mapped('line', 'executions.budget_line') }} as fund_line_key,
    executions.budget_crc,
    executions.spent_crc,
    executions.budget_line as budget_line_received,
    executions.load_id,
    executions.row_number
from executions
{{ join_map('map_fund_line', 'line', 'eri', 'executions.budget_line', 'executions.period') }}
