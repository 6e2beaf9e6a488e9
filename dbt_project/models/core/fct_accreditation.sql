with

resolutions as (
    select
        *,
        {{ row_key() }} as accreditation_key
    from {{ ref('stg_eri__resolutions') }}
),

persons as (
    select
        person_record_key,
        person_key
    from {{ ref('fct_person_record') }}
),

decided as (
    select
        resolutions.*,
        persons.person_key,
        -- without outcome and without date nobody has decided yet, which is not a refusal
        case
            when resolutions.outcome is null and resolutions.resolved_on is null then 'pending'
            else {{ mapped('decision', 'resolutions.outcome') }}
        end as decision
    from resolutions
    inner join persons
        on persons.person_record_key = resolutions.accreditation_key
    {{ join_map('map_resolution_outcome', 'decision', 'eri', 'resolutions.outcome', 'resolutions.known_on') }}
)

select
    accreditation_key,
    'eri' as institution_key,
    resolution_number,
    referral_number,
    person_key,
    {{ date_key('known_on') }} as known_date_key,
    case
        when decision = 'pending' then {{ special_date("'not_applicable'") }}
        else {{ date_key('resolved_on') }}
    end as resolved_date_key,
    decision as outcome,
    known_on,
    resolved_on,
    resolved_on - known_on as days_to_resolution,
    outcome as outcome_received,
    load_id,
    row_number
from decided
