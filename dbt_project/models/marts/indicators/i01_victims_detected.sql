with

detected as (
    select
        person.*,
        country.citizenship_group
    from {{ ref('fct_detected_person') }} as person
    inner join {{ ref('dim_country') }} as country
        on country.country_key = person.nationality_key
),

grouped as (
    {{ groups_of_forms(ref('bridge_detected_form')) }}
),

units as (
    {{ units_by('detected', 'person_key', {
        'sex': 'sex_key', 'age_group': 'age_group_key', 'nationality': 'nationality_key',
        'nationality_group': 'citizenship_group', 'province': 'province_key',
    }) }}

    union all

    select
        year,
        person_key,
        'exploitation_form',
        exploitation_form_key
    from {{ ref('bridge_detected_form') }}

    union all

    {{ units_by_each('grouped', 'person_key', 'exploitation_group', 'exploitation_group') }}

    union all

    select
        year,
        person_key,
        'institution',
        institution_key
    from {{ ref('fct_victim_detection') }}
    where year is not null
)

{{ counts('units') }}
