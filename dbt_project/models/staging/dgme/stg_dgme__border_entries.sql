{{ config(pre_hook="{{ note_loads() }}") }}

select
    date_trunc('month', month)::date as month,
    upper({{ trimmed('country') }}) as country,
    upper({{ trimmed('nationality') }}) as nationality,
    movements,

    ---------- lineage
    {{ lineage() }}
from {{ in_force('dgme', 'border_entries') }}
