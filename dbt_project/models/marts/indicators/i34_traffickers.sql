with

accused as (
    select
        {{ year_of('accused.date_key') }} as year,
        accused.person_key,
        accused.date_key,
        accused.age,
        accused.relationship_key,
        accused.role_in_offence_key
    from {{ ref('fct_accused') }} as accused
    inner join {{ ref('dim_offence') }} as offences
        on offences.offence_key = accused.offence_key
    where offences.family_key = 'trafficking_in_persons' and {{ in_calendar('accused.date_key') }}
),

-- the age is that of the year's earliest record that has one
persons as (
    select distinct on (accused.year, accused.person_key)
        accused.year,
        accused.person_key,
        persons.sex_key,
        persons.nationality_key,
        {{ age_group_of('accused.age', youngest=0) }} as age_group_key
    from accused
    inner join {{ ref('dim_person') }} as persons
        on persons.person_key = accused.person_key
    order by accused.year, accused.person_key, accused.age is null, accused.date_key, accused.age
),

units as (
    {{ units_by('persons', 'person_key', {'sex': 'persons.sex_key', 'age_group': 'persons.age_group_key', 'nationality': 'persons.nationality_key'}) }}

    union all

    {{ units_by_each('accused', 'person_key', 'relationship_to_victim', 'relationship_key') }}

    union all

    {{ units_by_each('accused', 'person_key', 'role_in_offence', 'role_in_offence_key') }}
)

{{ counts('units') }}
