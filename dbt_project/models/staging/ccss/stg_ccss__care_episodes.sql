select
    ---------- ids
    {{ trimmed('episode_number') }} as episode_number,

    ---------- the episode
    attended_on,
    {{ trimmed('care_type') }} as care_type,
    {{ trimmed('establishment') }} as establishment,

    ---------- the person
    {{ trimmed('document_type') }} as document_type,
    {{ trimmed('sex') }} as sex,
    {{ trimmed('nationality') }} as nationality,
    birth_month,
    age::integer as age,
    {{ trimmed('coverage') }} as coverage,

    ---------- lineage
    updated_on,
    {{ lineage() }}
from {{ in_force('ccss', 'care_episodes') }}
