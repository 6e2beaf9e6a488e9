select
    ---------- who reports
    upper({{ trimmed('iso3_code') }}) as iso3_code,
    {{ trimmed('country') }} as country,
    {{ trimmed('region') }} as region,
    {{ trimmed('subregion') }} as subregion,

    ---------- what is counted
    {{ trimmed('indicator') }} as indicator,
    {{ trimmed('dimension') }} as dimension,
    {{ trimmed('category') }} as category,
    {{ trimmed('sex') }} as sex,
    {{ trimmed('age') }} as age,
    year::integer as year,
    {{ trimmed('unit') }} as unit,
    {{ trimmed('source') }} as source,

    ---------- how many: an integer with commas, or less than a bound
    {{ trimmed('value_text') }} as value_text,
    value_text ~ '^\s*<' as is_bounded,
    replace(substring(value_text from '[0-9][0-9,]*'), ',', '')::bigint as value_number,

    ---------- lineage
    {{ lineage() }}
from {{ in_force('unodc', 'glotip') }}
