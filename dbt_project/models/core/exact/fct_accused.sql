with

accused as (
    select
        *,
        {{ row_key() }} as accused_key
    from {{ ref('stg_fiscalia__accused') }}
),

persons as (
    {{ persons_of_records() }}
),

cases as (
    select
        case_number,
        offence_key
    from {{ ref('int_fiscalia__offence_of_case') }}
),

decisions as (
    select
        case_number,
        person_key,
        bool_or(procedural_outcome_key = 'conviction') as is_convicted,
        bool_or(procedural_outcome_key = 'acquittal') as is_acquitted
    from {{ ref('fct_sentence') }}
    group by case_number, person_key
),

decided as (
    select
        accused.*,
        persons.person_key,
        {{ age_on('accused.age', 'persons.birth_month', 'accused.registered_on') }} as age_then,
        case
            when decisions.is_convicted then 'yes'
            when decisions.is_acquitted then 'no'
            else 'not_recorded'
        end as is_convicted
    from accused
    inner join persons
        on persons.person_record_key = accused.accused_key
    left join decisions
        on decisions.case_number = accused.case_number and decisions.person_key = persons.person_key
)

select
    decided.accused_key,
    'fiscalia' as institution_key,
    decided.accused_number,
    decided.case_number,
    decided.person_key,
    {{ date_key('decided.registered_on') }} as date_key,
    {{ mapped('role', 'decided.role_in_offence') }} as role_in_offence_key,
    {{ mapped('relationship', 'decided.relationship') }} as relationship_key,
    {{ age_key_of('decided.age_then') }} as age_key,
    {{ stated_by('decided.case_number', 'cases.offence_key') }} as offence_key,
    decided.is_convicted,
    decided.age_then as age,
    decided.registered_on,
    decided.role_in_offence as role_in_offence_received,
    decided.relationship as relationship_received,
    decided.load_id,
    decided.row_number
from decided
left join cases
    on cases.case_number = decided.case_number
{{ join_map('map_role_in_offence', 'role', 'fiscalia', 'decided.role_in_offence', 'decided.registered_on') }}
{{ join_map('map_relationship', 'relationship', 'fiscalia', 'decided.relationship', 'decided.registered_on') }}
