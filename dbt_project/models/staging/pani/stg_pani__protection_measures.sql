select
    ---------- ids
    {{ trimmed('measure_number') }} as measure_number,

    ---------- the measure
    measured_on,
    {{ trimmed('measure') }} as measure,
    {{ trimmed('province') }} as province,
    has_reason,

    ---------- the person
    {{ trimmed('sex') }} as sex,
    {{ trimmed('nationality') }} as nationality,
    birth_month,
    age::integer as age,

    ---------- lineage
    updated_on,
    {{ lineage() }}
from {{ in_force('pani', 'protection_measures') }}
