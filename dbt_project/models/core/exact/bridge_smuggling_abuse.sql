with

events as (
    select
        smuggling_event_key,
        detected_on,
        abuses_received
    from {{ ref('fct_smuggling_event') }}
),

entries as (
    {{ list_entries('events', ['smuggling_event_key', 'detected_on'], 'abuses_received') }}
),

members as (
    select
        entries.smuggling_event_key,
        {{ mapped('abuse', 'entries.entry') }} as smuggling_abuse_key,
        string_agg(entries.entry, ' | ' order by entries.entry) as labels_received
    from entries
    {{ join_map('map_smuggling_abuse', 'abuse', 'dgme', 'entries.entry', 'entries.detected_on') }}
    group by entries.smuggling_event_key, smuggling_abuse_key
)

select
    smuggling_event_key,
    smuggling_abuse_key,
    {{ weight_within('smuggling_event_key') }} as weight,
    labels_received
from members
