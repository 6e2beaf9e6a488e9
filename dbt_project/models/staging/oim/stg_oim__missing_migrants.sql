select
    ---------- ids
    {{ trimmed('incident_number') }} as incident_number,

    ---------- the incident
    reported_on,
    {{ trimmed('incident_region') }} as incident_region,
    {{ trimmed('unsd_grouping') }} as unsd_grouping,
    {{ trimmed('migration_route') }} as migration_route,
    {{ trimmed('cause_of_death') }} as cause_of_death,
    source_quality::integer as source_quality,

    ---------- the persons: null is not known, never none
    dead,
    missing,
    dead_and_missing,
    survivors,
    females,
    males,
    children,

    ---------- lineage
    {{ lineage() }}
from {{ in_force('oim', 'missing_migrants') }}
