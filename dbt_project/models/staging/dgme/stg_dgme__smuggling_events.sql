select
    ---------- ids
    {{ trimmed('event_number') }} as event_number,

    ---------- the event
    detected_on,
    {{ trimmed('border_post') }} as border_post,
    {{ trimmed('route') }} as route,
    {{ trimmed('province') }} as province,
    fee_usd,
    {{ trimmed('abuses') }} as abuses,
    {{ three_state('became_trafficking') }} as became_trafficking,

    ---------- persons
    migrants::integer as migrants,
    minors::integer as minors,
    unaccompanied_minors::integer as unaccompanied_minors,
    smugglers::integer as smugglers,

    ---------- lineage
    updated_on,
    {{ lineage() }}
from {{ in_force('dgme', 'smuggling_events') }}
