with

stages as (
    select
        case_number,
        bool_or(procedural_stage_key = 'accusation') as has_accusation,
        bool_or(procedural_stage_key = 'trial') as has_trial,
        bool_or(procedural_stage_key = 'sentence') as has_sentence
    from {{ ref('fct_procedural_stage') }}
    group by case_number
),

convictions as (
    select distinct case_number
    from {{ ref('fct_sentence') }}
    where procedural_outcome_key = 'conviction'
),

-- whatever becomes of a complaint in any case that was opened on it
outcomes as (
    select
        cases.complaint_number,
        bool_or(stages.has_accusation) as has_accusation,
        bool_or(stages.has_trial) as has_trial,
        bool_or(stages.has_sentence) as has_sentence,
        bool_or(convictions.case_number is not null) as has_conviction
    from {{ ref('fct_case') }} as cases
    left join stages
        on stages.case_number = cases.case_number
    left join convictions
        on convictions.case_number = cases.case_number
    group by cases.complaint_number
),

cohorts as (
    select
        {{ year_of('complaints.date_key') }} as year,
        complaints.complaint_key,
        offences.family_key as offence,
        complaints.territory_key as province,
        outcomes.complaint_number is not null as has_case,
        coalesce(outcomes.has_accusation, false) as has_accusation,
        coalesce(outcomes.has_trial, false) as has_trial,
        coalesce(outcomes.has_sentence, false) as has_sentence,
        coalesce(outcomes.has_conviction, false) as has_conviction
    from {{ ref('fct_complaint') }} as complaints
    inner join {{ ref('dim_offence') }} as offences
        on offences.offence_key = complaints.offence_key
    left join outcomes
        on outcomes.complaint_number = complaints.complaint_number
    where {{ in_calendar('complaints.date_key') }}
),

followed as (
    select
        cohorts.*,
        steps.step,
        steps.is_reached
    from cohorts
    cross join
        lateral (
            values
            ('complaint', true),
            ('investigation', cohorts.has_case),
            ('accusation', cohorts.has_accusation),
            ('trial', cohorts.has_trial),
            ('sentence', cohorts.has_sentence),
            ('conviction', cohorts.has_conviction)
        ) as steps (step, is_reached)
),

units as (
    select
        followed.year,
        followed.complaint_key as unit_key,
        followed.is_reached,
        cuts.breakdown,
        cuts.category
    from followed
    cross join
        lateral (
            values
            ('funnel_stage', followed.step),
            ('funnel_stage_and_offence', followed.step || '|' || followed.offence),
            ('funnel_stage_and_province', followed.step || '|' || followed.province)
        ) as cuts (breakdown, category)

    union all

    select
        year,
        complaint_key,
        has_conviction,
        'total',
        'total'
    from cohorts
)

{{ rates('units', counted='is_reached', recorded="category not like '%|not_recorded'") }}
