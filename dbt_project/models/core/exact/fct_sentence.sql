with

decisions as (
    select
        *,
        {{ row_key() }} as conviction_key
    from {{ ref('stg_poder_judicial__convictions') }}
),

persons as (
    select
        person_record_key,
        person_key
    from {{ ref('fct_person_record') }}
),

sentences as (
    select
        sentence_number,
        case_number,
        court
    from {{ ref('stg_poder_judicial__sentences') }}
),

cases as (
    select
        case_number,
        opened_on
    from {{ ref('int_fiscalia__offence_of_case') }}
),

placed as (
    select
        decisions.*,
        persons.person_key,
        sentences.sentence_number as found_number,
        sentences.case_number,
        sentences.court,
        -- no law applies to facts before it: the opening of the case is nearer to them than the decision
        coalesce(cases.opened_on, decisions.decided_on) as law_on
    from decisions
    inner join persons
        on persons.person_record_key = decisions.conviction_key
    left join sentences
        on sentences.sentence_number = decisions.sentence_number
    left join cases
        on cases.case_number = sentences.case_number
)

select
    placed.conviction_key,
    'poder_judicial' as institution_key,
    placed.conviction_number,
    placed.sentence_number,
    placed.case_number,
    placed.person_key,
    {{ date_key('placed.decided_on') }} as date_key,
    case
        when placed.sentence_number is not null and placed.found_number is null then 'unmapped'
        else {{ mapped('unit', 'placed.court') }}
    end as unit_key,
    {{ mapped('offence', 'placed.offence') }} as offence_key,
    {{ mapped('outcome', 'placed.outcome') }} as procedural_outcome_key,
    placed.prison_months,
    placed.decided_on,
    placed.court as court_received,
    placed.offence as offence_received,
    placed.outcome as outcome_received,
    placed.load_id,
    placed.row_number
from placed
{{ join_map('map_institution_unit', 'unit', 'poder_judicial', 'placed.court', 'placed.decided_on') }}
{{ join_map('map_offence', 'offence', 'poder_judicial', 'placed.offence', 'placed.law_on') }}
{{ join_map('map_procedural_outcome', 'outcome', 'poder_judicial', 'placed.outcome', 'placed.decided_on') }}
