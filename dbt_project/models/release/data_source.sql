{{ config(materialized='view', contract={'enforced': true}) }}

-- Live on the ledger, so that a broken delivery shows at once, before anything is transformed again.
select
    status.institution,
    status.institution_name,
    status.dataset,
    status.dataset_title,
    coalesce(route.name_es, status.transport) as transport_es,
    coalesce(route.name_en, status.transport) as transport_en,
    status.deliveries,
    status.delivered,
    status.accepted,
    status.quarantined,
    status.last_delivery_at,
    status.last_load_at,
    status.state,
    state.name_es as state_es,
    state.name_en as state_en,
    status.message_es,
    status.message_en
from {{ source('ops', 'dataset_status') }} as status
inner join {{ ref('catalogue_source_state') }} as state
    on state.code = status.state
left join {{ ref('map_transport') }} as transport_map
    on transport_map.received = upper(status.transport)
left join {{ ref('catalogue_transport') }} as route
    on route.code = transport_map.code
