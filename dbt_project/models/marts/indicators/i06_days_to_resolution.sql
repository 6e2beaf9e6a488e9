with

decided as (
    select
        *,
        {{ year_of('resolved_date_key') }} as year
    from {{ ref('fct_accreditation') }}
    where outcome in ('accredited', 'not_accredited') and {{ in_calendar('resolved_date_key') }}
),

units as (
    {{ units_by('decided', 'accreditation_key', {'detection_channel': 'detection_channel_key'}, carried=['days_to_resolution']) }}
)

{{ medians('units', 'days_to_resolution') }}
