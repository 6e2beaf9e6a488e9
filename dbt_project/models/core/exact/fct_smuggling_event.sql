with

events as (
    select
        *,
        {{ row_key() }} as smuggling_event_key
    from {{ ref('stg_dgme__smuggling_events') }}
)

select
    events.smuggling_event_key,
    'dgme' as institution_key,
    events.event_number,
    {{ date_key('events.detected_on') }} as date_key,
    {{ mapped('post', 'events.border_post') }} as border_post_key,
    {{ mapped('route', 'events.route') }} as route_key,
    {{ place_found('events', canton=false) }} as territory_key,
    events.migrants,
    events.minors,
    events.unaccompanied_minors,
    events.smugglers,
    events.fee_usd,
    events.became_trafficking,
    events.detected_on,
    events.border_post as border_post_received,
    events.route as route_received,
    events.province as province_received,
    events.abuses as abuses_received,
    events.load_id,
    events.row_number
from events
{{ join_map('map_border_post', 'post', 'dgme', 'events.border_post', 'events.detected_on') }}
{{ join_map('map_smuggling_route', 'route', 'dgme', 'events.route', 'events.detected_on') }}
{{ join_place('events', 'dgme', 'events.detected_on', canton=false) }}
