with

stages as (
    select
        *,
        {{ row_key() }} as case_stage_key,
        ended_on is null and outcome is null as is_open
    from {{ ref('stg_fiscalia__stages') }}
),

cases as (
    select
        case_number,
        offence_key
    from {{ ref('int_fiscalia__offence_of_case') }}
)

select
    stages.case_stage_key,
    'fiscalia' as institution_key,
    stages.stage_number,
    stages.case_number,
    {{ mapped('stage', 'stages.stage') }} as procedural_stage_key,
    {{ date_key('stages.started_on') }} as started_date_key,
    {{ reached_date_key('stages.ended_on', 'not stages.is_open') }} as ended_date_key,
    case when stages.is_open then 'not_applicable' else {{ mapped('outcome', 'stages.outcome') }} end as procedural_outcome_key,
    case when stages.ended_on >= stages.started_on then stages.ended_on - stages.started_on end as days,
    stages.is_open,
    {{ stated_by('stages.case_number', 'cases.offence_key') }} as offence_key,
    stages.started_on,
    stages.ended_on,
    stages.stage as stage_received,
    stages.outcome as outcome_received,
    stages.load_id,
    stages.row_number
from stages
left join cases
    on cases.case_number = stages.case_number
{{ join_map('map_procedural_stage', 'stage', 'fiscalia', 'stages.stage', 'stages.started_on') }}
{{ join_map('map_procedural_outcome', 'outcome', 'fiscalia', 'stages.outcome', 'stages.started_on') }}
