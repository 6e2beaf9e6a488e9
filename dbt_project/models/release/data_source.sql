{{ config(materialized='view', contract={'enforced': true}) }}

-- Live on the ledger, so that a broken delivery shows at once, before anything is transformed again.
with

latest as (
    select distinct on (delivery.institution, delivery.dataset)
        delivery.institution,
        delivery.dataset,
        delivery.delivery_id,
        delivery.sha256,
        delivery.received_at
    from {{ source('ops', 'delivery') }} as delivery
    order by delivery.institution, delivery.dataset, delivery.received_at desc, delivery.delivery_id desc
),

deliveries as (
    select
        institution,
        dataset,
        count(*) as deliveries
    from {{ source('ops', 'delivery') }}
    group by institution, dataset
),

loads as (
    select
        institution,
        dataset,
        sum(delivered)::bigint as delivered,
        sum(accepted)::bigint as accepted,
        sum(quarantined)::bigint as quarantined,
        max(finished_at) filter (where state = 'loaded') as last_load_at
    from {{ source('ops', 'load') }}
    group by institution, dataset
),

latest_load as (
    select
        latest.institution,
        latest.dataset,
        load.load_id,
        load.state
    from latest
    inner join {{ source('ops', 'load') }} as load
        on
            load.institution = latest.institution
            and load.dataset = latest.dataset
            and load.sha256 = latest.sha256
),

findings as (
    select distinct on (finding.institution, finding.dataset)
        finding.institution,
        finding.dataset,
        finding.severity,
        finding.message_es,
        finding.message_en
    from {{ source('ops', 'finding') }} as finding
    inner join latest
        on latest.institution = finding.institution and latest.dataset = finding.dataset
    left join latest_load
        on latest_load.institution = finding.institution and latest_load.dataset = finding.dataset
    where
        finding.delivery_id in (latest.delivery_id, latest_load.load_id)
        and finding.severity in ('critical', 'error', 'warning')
    order by
        finding.institution,
        finding.dataset,
        case finding.severity when 'critical' then 1 when 'error' then 2 else 3 end,
        finding.found_at desc,
        finding.finding_id desc
),

judged as (
    select
        dataset.*,
        coalesce(deliveries.deliveries, 0) as deliveries,
        coalesce(loads.delivered, 0) as delivered,
        coalesce(loads.accepted, 0) as accepted,
        coalesce(loads.quarantined, 0) as quarantined,
        latest.received_at as last_delivery_at,
        loads.last_load_at,
        case
            when source_state.state = 'unreachable' then 'unreachable'
            when latest.delivery_id is null then 'waiting'
            when latest_load.state = 'rejected' or (latest_load.load_id is null and findings.severity in ('critical', 'error')) then 'rejected'
            when loads.last_load_at is null then 'waiting'
            when latest.received_at < now() - interval '1 day' * dataset.cadence_days * 1.5 then 'late'
            else 'current'
        end as state,
        case when source_state.state = 'unreachable' then source_state.message_es else findings.message_es end as message_es,
        case when source_state.state = 'unreachable' then source_state.message_en else findings.message_en end as message_en
    from {{ source('ops', 'dataset') }} as dataset
    left join deliveries using (institution, dataset)
    left join loads using (institution, dataset)
    left join latest using (institution, dataset)
    left join latest_load using (institution, dataset)
    left join findings using (institution, dataset)
    left join {{ source('ops', 'source_state') }} as source_state using (institution, dataset)
)

select
    judged.institution,
    judged.institution_name,
    judged.dataset,
    judged.title as dataset_title,
    coalesce(route.name_es, judged.transport) as transport_es,
    coalesce(route.name_en, judged.transport) as transport_en,
    judged.deliveries,
    judged.delivered,
    judged.accepted,
    judged.quarantined,
    judged.last_delivery_at,
    judged.last_load_at,
    judged.state,
    state.name_es as state_es,
    state.name_en as state_en,
    judged.message_es,
    judged.message_en
from judged
inner join {{ ref('catalogue_source_state') }} as state
    on state.code = judged.state
left join {{ ref('map_transport') }} as transport_map
    on transport_map.received = upper(judged.transport)
left join {{ ref('catalogue_transport') }} as route
    on route.code = transport_map.code
