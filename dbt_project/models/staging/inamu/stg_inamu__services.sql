select
    ---------- ids
    {{ trimmed('service_number') }} as service_number,

    ---------- the service
    served_on,
    {{ trimmed('service') }} as service,

    ---------- the person
    {{ trimmed('sex') }} as sex,
    {{ trimmed('nationality') }} as nationality,
    birth_month,
    age::integer as age,
    {{ trimmed('canton') }} as canton,

    ---------- lineage
    updated_on,
    {{ lineage() }}
from {{ in_force('inamu', 'services') }}
