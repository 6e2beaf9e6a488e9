with

victims as (
    select
        victims.*,
        victims.recruitment_method_key as needed_key,
        coalesce(methods.is_online, false) as is_online
    from {{ ref('fct_accredited_victim') }} as victims
    inner join {{ ref('dim_recruitment_method') }} as methods
        on methods.recruitment_method_key = victims.recruitment_method_key
),

units as (
    {{ units_by('victims', 'person_key', {
        'recruitment_method': 'recruitment_method_key',
        'recruitment_method_and_age_group': "recruitment_method_key || '|' || age_group_key",
    }, carried=['needed_key', 'is_online']) }}

    union all

    select
        year,
        person_key,
        'recruitment_platform',
        recruitment_platform_key,
        recruitment_platform_key as needed_key,
        is_online
    from victims
    where is_online
)

{{ shares_of_known(
    'units',
    counted="breakdown != 'total' or is_online",
    recorded="needed_key != 'not_recorded'",
    within="split_part(category, '|', 2)",
) }}
