{{ config(materialized='view', contract={'enforced': true}) }}

-- Live on the ledger, so that a broken delivery shows at once, before anything is transformed again. What is wrong with it,
-- in which file, row and column, is told to its institution and to whoever operates, and not here.
with

open_findings as (
    select
        institution,
        dataset,
        bool_or(code in ('DatasetHeldBack', 'ModelStale')) as is_held_back,
        bool_or(severity = 'critical') as stopped_a_delivery,
        bool_or(severity = 'error') as holds_rows
    from {{ source('ops', 'open_finding') }}
    group by institution, dataset
),

troubles as (
    select
        status.institution,
        status.dataset,
        case
            when status.state = 'unreachable' then 'unreachable'
            when open_findings.is_held_back then 'held_back'
            when status.state = 'rejected' or open_findings.stopped_a_delivery then 'stopped'
            when open_findings.holds_rows then 'rows'
            when open_findings.institution is not null then 'remarks'
        end as kind
    from {{ source('ops', 'dataset_status') }} as status
    left join open_findings
        on open_findings.institution = status.institution and open_findings.dataset = status.dataset
)

select
    status.institution,
    status.institution_name,
    status.dataset,
    status.dataset_title,
    coalesce(route.name_es, status.transport) as transport_es,
    coalesce(route.name_en, status.transport) as transport_en,
    {{ rounded_count('status.accepted') }} as accepted,
    {{ rounded_count('status.quarantined') }} as quarantined,
    (status.last_delivery_at at time zone 'America/Costa_Rica')::date as last_delivered_on,
    status.state,
    state.name_es as state_es,
    state.name_en as state_en,
    case troubles.kind
        when 'unreachable' then 'No se pudo consultar; Faro lo intenta de nuevo.'
        when 'held_back' then 'Lo último no entra en las cifras: espera una comprobación.'
        when 'stopped' then 'Una entrega no se cargó; la institución sabe qué corregir.'
        when 'rows' then 'Hay filas retenidas; la institución sabe cuáles y por qué.'
        when 'remarks' then 'Hay observaciones; la institución las conoce.'
    end as message_es,
    case troubles.kind
        when 'unreachable' then 'It could not be asked; Faro tries again.'
        when 'held_back' then 'The latest is not in the figures: it waits for a check.'
        when 'stopped' then 'A delivery was not loaded; the institution knows what to mend.'
        when 'rows' then 'Rows are held back; the institution knows which and why.'
        when 'remarks' then 'There are remarks; the institution knows them.'
    end as message_en
from {{ source('ops', 'dataset_status') }} as status
inner join {{ ref('catalogue_source_state') }} as state
    on state.code = status.state
left join {{ ref('map_transport') }} as transport_map
    on transport_map.received = upper(status.transport)
left join {{ ref('catalogue_transport') }} as route
    on route.code = transport_map.code
inner join troubles
    on troubles.institution = status.institution and troubles.dataset = status.dataset
