with

accused as (
    select
        {{ year_of('accused.date_key') }} as year,
        accused.accused_key,
        accused.is_convicted,
        persons.sex_key,
        persons.nationality_key
    from {{ ref('fct_accused') }} as accused
    inner join {{ ref('dim_person') }} as persons
        on persons.person_key = accused.person_key
    where {{ in_calendar('accused.date_key') }}
),

units as (
    {{ units_by('accused', 'accused_key', {'sex': 'accused.sex_key', 'nationality': 'accused.nationality_key'}, carried=['is_convicted']) }}
)

{{ rates('units', counted="is_convicted = 'yes'") }}
