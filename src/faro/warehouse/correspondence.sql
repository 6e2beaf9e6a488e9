-- Words of an institution's own: what its files, sheets and columns are called where the contract does not say so too.
-- For receipts, `faro status` and the matching of deliveries; whoever analyses reads them masked, in ops. Idempotent.
create schema if not exists correspondence;

create table if not exists correspondence.name (
    delivery_id bigint primary key references ops.delivery (delivery_id),
    source_name text not null
);
comment on table correspondence.name is 'How the source called a delivery whose name in ops.delivery is masked.';

create table if not exists correspondence.remark (
    finding_id bigint primary key references ops.finding (finding_id),
    facts jsonb not null,
    message_es text not null,
    message_en text not null
);
comment on table correspondence.remark is 'What was found, in the words of the delivery, where ops.finding masks them.';

create or replace view correspondence.delivery as
select
    delivery_id, institution, dataset, coalesce(name.source_name, delivery.source_name) as source_name,
    source_version, sha256, bytes, route, received_at, outcome
from ops.delivery
left join correspondence.name using (delivery_id);
comment on view correspondence.delivery is 'ops.delivery under the names of the source.';

create or replace view correspondence.finding as
select
    finding_id, finding.institution, finding.dataset, delivery_id, delivery.source_name, code, severity,
    coalesce(remark.facts, finding.facts) as facts,
    coalesce(remark.message_es, finding.message_es) as message_es,
    coalesce(remark.message_en, finding.message_en) as message_en,
    found_at
from ops.finding
left join correspondence.remark using (finding_id)
left join correspondence.delivery using (delivery_id);
comment on view correspondence.finding is 'ops.finding in the words of the delivery.';
