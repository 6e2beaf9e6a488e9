with

victims as (
    select
        victims.*,
        coalesce(relationships.is_known_before, false) as is_known_before
    from {{ ref('fct_accredited_victim') }} as victims
    inner join {{ ref('dim_relationship') }} as relationships
        on relationships.relationship_key = victims.relationship_key
),

units as (
    {{ units_by('victims', 'person_key', {
        'relationship': 'relationship_key',
        'relationship_and_sex': "relationship_key || '|' || sex_key",
        'relationship_and_age_group': "relationship_key || '|' || age_group_key",
    }, carried=['relationship_key', 'is_known_before']) }}
)

{{ shares_of_known(
    'units',
    counted="breakdown != 'total' or is_known_before",
    recorded="relationship_key != 'not_recorded'",
    within="split_part(category, '|', 2)",
) }}
