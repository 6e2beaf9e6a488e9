with

seizures as (
    select
        *,
        {{ row_key() }} as seizure_key
    from {{ ref('stg_poder_judicial__seizures') }}
)

select
    seizures.seizure_key,
    'poder_judicial' as institution_key,
    seizures.seizure_number,
    seizures.case_number,
    {{ date_key('seizures.seized_on') }} as date_key,
    {{ mapped('asset', 'seizures.asset_type') }} as asset_type_key,
    seizures.value_crc,
    seizures.is_confiscated,
    seizures.seized_on,
    seizures.asset_type as asset_type_received,
    seizures.load_id,
    seizures.row_number
from seizures
{{ join_map('map_asset_type', 'asset', 'poder_judicial', 'seizures.asset_type', 'seizures.seized_on') }}
