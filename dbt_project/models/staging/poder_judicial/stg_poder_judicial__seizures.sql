select
    ---------- ids
    {{ trimmed('seizure_number') }} as seizure_number,
    {{ trimmed('case_number') }} as case_number,

    ---------- the seizure
    seized_on,
    {{ trimmed('asset_type') }} as asset_type,
    value_crc,
    case when is_confiscated then 'yes' when not is_confiscated then 'no' else 'not_recorded' end as is_confiscated,

    ---------- lineage
    updated_on,
    {{ lineage() }}
from {{ in_force('poder_judicial', 'seizures') }}
