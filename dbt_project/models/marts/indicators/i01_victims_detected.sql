with

detected as (
    select * from {{ ref('fct_detected_person') }}
),

units as (
    {{ units_by('detected', 'person_key', {
        'sex': 'sex_key', 'age_group': 'age_group_key', 'nationality': 'nationality_key', 'province': 'province_key',
    }) }}

    union all

    select
        year,
        person_key,
        'exploitation_form',
        exploitation_form_key
    from {{ ref('bridge_detected_form') }}

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
