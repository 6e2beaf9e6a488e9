{{ config(pre_hook="{{ note_loads() }}") }}

select
    ---------- what and when
    {{ trimmed('offence') }} as offence,
    {{ normalised('suboffence') }} as suboffence,
    occurred_on,
    {{ trimmed('time_band') }} as time_band,

    ---------- the victim
    {{ normalised("regexp_replace(victim_type, '\\[[^]]*\\]\\s*$', '')") }} as victim_type,
    {{ normalised("regexp_replace(victim_subtype, '\\[[^]]*\\]\\s*$', '')") }} as victim_subtype,
    {{ trimmed('age_group') }} as age_group,
    {{ trimmed('sex') }} as sex,
    {{ trimmed('nationality') }} as nationality,

    ---------- where
    {{ trimmed('province') }} as province,
    {{ trimmed('canton') }} as canton,
    {{ trimmed('district') }} as district,

    ---------- lineage
    {{ lineage() }}
from {{ in_force('oij', 'police_statistics') }}
