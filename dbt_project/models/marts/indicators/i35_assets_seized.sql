with

assets as (
    select
        {{ year_of('date_key') }} as year,
        seizure_key,
        asset_type_key,
        is_confiscated,
        value_crc
    from {{ ref('fct_seizure') }}
    where {{ in_calendar('date_key') }}
),

units as (
    {{ units_by('assets', 'seizure_key', {'asset_type': 'assets.asset_type_key', 'confiscation': 'assets.is_confiscated'}, carried=['value_crc']) }}
)

{{ sums('units', 'value_crc') }}
