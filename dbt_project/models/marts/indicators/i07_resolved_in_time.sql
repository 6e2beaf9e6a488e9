with

decided as (
    select
        *,
        {{ year_of('resolved_date_key') }} as year
    from {{ ref('fct_accreditation') }}
    where outcome in ('accredited', 'not_accredited') and {{ in_calendar('resolved_date_key') }}
),

units as (
    {{ units_by('decided', 'accreditation_key', {'detection_channel': 'detection_channel_key'}, carried=['working_days_to_resolution']) }}
)

{{ rates('units', counted='working_days_to_resolution <= 7', recorded="working_days_to_resolution is not null and category != 'not_recorded'") }}
