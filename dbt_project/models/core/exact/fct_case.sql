with

cases as (
    select
        *,
        {{ row_key() }} as case_key
    from {{ ref('stg_fiscalia__cases') }}
),

offences as (
    select
        case_number,
        offence_key
    from {{ ref('int_fiscalia__offence_of_case') }}
),

complaints as (
    select
        complaint_number,
        filed_on,
        territory_key
    from {{ ref('fct_complaint') }}
),

steps as (
    select
        case_number,
        min(started_on) filter (where procedural_stage_key = 'complaint') as filed_on,
        min(started_on) filter (where procedural_stage_key = 'accusation') as accused_on,
        min(started_on) filter (where procedural_stage_key = 'trial') as tried_on,
        min(ended_on) filter (where procedural_stage_key = 'sentence') as sentenced_on,
        bool_or(procedural_stage_key in ('accusation', 'trial', 'sentence')) as reaches_accusation,
        bool_or(procedural_stage_key in ('trial', 'sentence')) as reaches_trial,
        bool_or(procedural_stage_key = 'sentence' and not is_open) as reaches_sentence
    from {{ ref('fct_procedural_stage') }}
    group by case_number
),

first_sentences as (
    select distinct on (case_number)
        case_number,
        issued_on,
        outcome
    from {{ ref('stg_poder_judicial__sentences') }}
    order by case_number, issued_on, outcome
),

accused as (
    select
        case_number,
        count(distinct person_key) as persons
    from {{ ref('fct_accused') }}
    group by case_number
),

victim_rows as (
    select
        case_number,
        {{ row_key() }} as case_victim_key
    from {{ ref('stg_fiscalia__case_victims') }}
),

victims as (
    select
        victim_rows.case_number,
        count(distinct records.person_key) as persons
    from victim_rows
    inner join {{ ref('fct_person_record') }} as records
        on records.person_record_key = victim_rows.case_victim_key
    group by victim_rows.case_number
),

convicted as (
    select
        case_number,
        count(distinct person_key) as persons
    from {{ ref('fct_sentence') }}
    where procedural_outcome_key = 'conviction'
    group by case_number
),

followed as (
    select
        cases.*,
        offences.offence_key,
        coalesce(complaints.filed_on, steps.filed_on) as filed_on,
        steps.accused_on,
        steps.tried_on,
        coalesce(first_sentences.issued_on, steps.sentenced_on) as sentenced_on,
        first_sentences.outcome as sentence_outcome,
        {{ stated_by('cases.complaint_number', 'complaints.territory_key') }} as territory_key,
        {{ mapped('state', 'cases.case_state') }} as case_state_key,
        coalesce(steps.reaches_accusation, false) as reaches_accusation,
        coalesce(steps.reaches_trial, false) as reaches_trial,
        coalesce(steps.reaches_sentence, false) or first_sentences.case_number is not null as reaches_sentence,
        first_sentences.case_number is not null as has_sentence,
        coalesce(accused.persons, 0) as accused,
        coalesce(victims.persons, 0) as victims,
        coalesce(convicted.persons, 0) as convicted
    from cases
    inner join offences
        on offences.case_number = cases.case_number
    left join complaints
        on complaints.complaint_number = cases.complaint_number
    left join steps
        on steps.case_number = cases.case_number
    left join first_sentences
        on first_sentences.case_number = cases.case_number
    left join accused
        on accused.case_number = cases.case_number
    left join victims
        on victims.case_number = cases.case_number
    left join convicted
        on convicted.case_number = cases.case_number
    {{ join_map('map_case_state', 'state', 'fiscalia', 'cases.case_state', 'cases.opened_on') }}
),

-- a step is reached where a later one is, or where the state of the case says so
reached as (
    select
        *,
        reaches_sentence or case_state_key = 'sentenced' as is_sentenced,
        reaches_trial or reaches_sentence or case_state_key in ('on_trial', 'sentenced') as is_tried,
        reaches_accusation or reaches_sentence or case_state_key in ('accused', 'on_trial', 'sentenced') as is_accused
    from followed
)

select
    reached.case_key,
    'fiscalia' as institution_key,
    reached.case_number,
    reached.complaint_number,
    case
        when reached.filed_on is null and reached.complaint_number is not null then {{ special_date("'unmapped'") }}
        else {{ date_key('reached.filed_on') }}
    end as complaint_date_key,
    {{ date_key('reached.opened_on') }} as opened_date_key,
    {{ reached_date_key('reached.accused_on', 'reached.is_accused') }} as accusation_date_key,
    {{ reached_date_key('reached.tried_on', 'reached.is_tried') }} as trial_date_key,
    {{ reached_date_key('reached.sentenced_on', 'reached.is_sentenced') }} as sentence_date_key,
    reached.offence_key,
    {{ mapped('unit', 'reached.office') }} as unit_key,
    reached.case_state_key,
    case when reached.has_sentence then {{ mapped('outcome', 'reached.sentence_outcome') }} else 'not_applicable' end as sentence_outcome_key,
    reached.territory_key,
    reached.accused,
    reached.victims,
    reached.convicted,
    case when reached.sentenced_on >= reached.filed_on then reached.sentenced_on - reached.filed_on end as days_complaint_to_sentence,
    reached.opened_on,
    reached.offence as offence_received,
    reached.office as office_received,
    reached.case_state as case_state_received,
    reached.load_id,
    reached.row_number
from reached
{{ join_map('map_institution_unit', 'unit', 'fiscalia', 'reached.office', 'reached.opened_on') }}
{{ join_map('map_procedural_outcome', 'outcome', 'poder_judicial', 'reached.sentence_outcome', 'reached.opened_on') }}
