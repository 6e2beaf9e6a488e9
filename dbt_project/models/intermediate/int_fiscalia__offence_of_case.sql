with

cases as (
    select * from {{ ref('stg_fiscalia__cases') }}
)

select
    cases.case_number,
    cases.opened_on,
    -- facts come before the case: the law in force when it was opened is the newest that can apply to them
    {{ mapped('offence', 'cases.offence') }} as offence_key
from cases
{{ join_map('map_offence', 'offence', 'fiscalia', 'cases.offence', 'cases.opened_on') }}
