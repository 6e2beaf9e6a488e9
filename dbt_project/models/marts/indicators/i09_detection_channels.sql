with

detected as (
    select * from {{ ref('fct_detected_person') }}
),

units as (
    {{ units_by('detected', 'person_key', {'first_channel': 'first_channel_key'}, carried=['first_channel_key']) }}
)

{{ shares_of_all(
    'units',
    counted="breakdown != 'total' or first_channel_key != 'not_recorded'",
    recorded="first_channel_key != 'not_recorded'",
) }}
