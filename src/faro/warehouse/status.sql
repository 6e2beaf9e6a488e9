-- What everybody asks of the ledger: how each dataset stands and what somebody has to mend. Idempotent.
create or replace view ops.open_finding as
select
    finding.finding_id, finding.institution, finding.dataset, finding.delivery_id, delivery.source_name,
    finding.code, finding.severity, finding.facts, finding.message_es, finding.message_en, finding.found_at
from ops.finding
left join ops.delivery using (delivery_id)
left join correspondence.delivery as said using (delivery_id)
join ops.dataset on dataset.institution = finding.institution and dataset.dataset = finding.dataset
where finding.severity in ('critical', 'error', 'warning') and case
    -- said of what is held back or stale: as long as it is
    when finding.code in ('DatasetHeldBack', 'ModelStale') then
        exists (select 1 from ops.coverage where coverage.held_by = finding.finding_id)
        or exists (select 1 from ops.model_state where model_state.finding_id = finding.finding_id)
    else
        coalesce(delivery.received_at, finding.found_at) > now() - make_interval(days => greatest(dataset.cadence_days, 7))
        -- the same file, sent again and loaded, closes what was said about it
        and not exists (
            select 1 from correspondence.delivery as later join ops.load on load_id = later.delivery_id
            where later.institution = delivery.institution and later.dataset = delivery.dataset
                and later.delivery_id > delivery.delivery_id
                and (
                    (later.source_name = said.source_name and load.state = 'loaded')
                    or later.sha256 = delivery.sha256  -- the same bytes, judged again
                )
        )
        and (
            finding.severity <> 'warning'
            or finding.delivery_id = (
                select max(load_id) from ops.load
                where load.institution = finding.institution and load.dataset = finding.dataset
            )
            -- said of the dataset, not of a delivery: the last time it was said
            or (finding.delivery_id is null and not exists (
                select 1 from ops.finding as again
                where again.institution = finding.institution and again.dataset = finding.dataset
                    and again.code = finding.code and again.delivery_id is null and again.finding_id > finding.finding_id
            ))
        )
end;
comment on view ops.open_finding is 'Findings that still ask for somebody: of the current cadence, and not closed by a newer delivery of the same file.';

create or replace view ops.dataset_status as
with arrivals as (
    select institution, dataset, count(*) as deliveries, max(received_at) as last_delivery_at
    from ops.delivery group by institution, dataset
),
loads as (
    select
        institution, dataset, sum(delivered) as delivered, sum(accepted) as accepted, sum(quarantined) as quarantined,
        max(finished_at) filter (where state = 'loaded') as last_load_at,
        (array_agg(state order by load_id desc))[1] as last_state
    from ops.load group by institution, dataset
),
told as (
    -- whoever reads a list wants to know what stopped a delivery, and of the rest how it begins
    select
        *,
        severity = 'critical' or row_number() over (
            partition by institution, dataset, severity = 'critical' order by severity, finding_id desc
        ) = 1 as is_shown
    from ops.open_finding
),
messages as (
    select
        institution, dataset,
        concat_ws(
            E'\n', string_agg(message_es, E'\n' order by finding_id desc) filter (where is_shown),
            'Y ' || nullif(count(*) filter (where not is_shown), 0) || ' hallazgo(s) más.'
        ) as message_es,
        concat_ws(
            E'\n', string_agg(message_en, E'\n' order by finding_id desc) filter (where is_shown),
            'And ' || nullif(count(*) filter (where not is_shown), 0) || ' more finding(s).'
        ) as message_en
    from told group by institution, dataset
),
states as (
    select
        dataset.institution, dataset.dataset,
        case
            when source_state.state = 'unreachable' then 'unreachable'
            when loads.last_state = 'rejected' then 'rejected'
            when loads.last_load_at is null then 'waiting'
            -- half a cadence of patience
            when arrivals.last_delivery_at < now() - make_interval(days => dataset.cadence_days * 3 / 2) then 'late'
            else 'current'
        end as state
    from ops.dataset
    left join arrivals using (institution, dataset)
    left join loads using (institution, dataset)
    left join ops.source_state using (institution, dataset)
)
select
    dataset.institution, dataset.institution_name, dataset.dataset, dataset.title as dataset_title, dataset.transport,
    coalesce(arrivals.deliveries, 0) as deliveries,
    coalesce(loads.delivered, 0)::bigint as delivered,
    coalesce(loads.accepted, 0)::bigint as accepted,
    coalesce(loads.quarantined, 0)::bigint as quarantined,
    arrivals.last_delivery_at, loads.last_load_at, states.state,
    nullif(concat_ws(E'\n', source_state.message_es, messages.message_es), '') as message_es,
    nullif(concat_ws(E'\n', source_state.message_en, messages.message_en), '') as message_en
from ops.dataset
join states using (institution, dataset)
left join arrivals using (institution, dataset)
left join loads using (institution, dataset)
left join messages using (institution, dataset)
left join ops.source_state using (institution, dataset);
comment on view ops.dataset_status is 'One row per dataset. The rows of a rejected delivery count as quarantined, so delivered = accepted + quarantined.';
