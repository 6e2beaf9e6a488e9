with

victims as (
    select
        victim.*,
        country.citizenship_group
    from {{ ref('fct_accredited_victim') }} as victim
    inner join {{ ref('dim_country') }} as country
        on country.country_key = victim.nationality_key
),

forms as (
    {{ accredited_by_each('bridge_exploitation_form', 'exploitation_form_key') }}
),

grouped as (
    {{ groups_of_forms('forms') }}
),

units as (
    {{ units_by('victims', 'person_key', {
        'sex': 'sex_key', 'age_group': 'age_group_key', 'sex_and_age': 'population_group', 'nationality': 'nationality_key',
        'nationality_group': 'citizenship_group', 'detection_channel': 'detection_channel_key', 'province': 'residence_key', 'education': 'education_key', 'occupation': 'occupation_key',
        'migration_status': 'migration_status_key', 'mother_tongue': 'mother_tongue_key', 'gender_identity': 'gender_identity_key',
    }) }}

    union all

    select
        year,
        person_key,
        'exploitation_form',
        exploitation_form_key
    from forms

    union all

    {{ units_by_each('grouped', 'person_key', 'exploitation_group', 'exploitation_group') }}
)

{{ counts('units') }}
