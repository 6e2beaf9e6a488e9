-- The ledger. Written by the loader only; everyone who may see the warehouse may read it. Idempotent.
create schema if not exists ops;

create table if not exists ops.dataset (
    institution text not null,
    dataset text not null,
    title text not null,
    institution_name text not null,
    transport text not null,
    delivery_relation text not null,
    cadence_days integer not null,
    contract_version text not null,
    primary key (institution, dataset)
);
comment on table ops.dataset is 'One row per contract, as it is now in contracts/.';

create table if not exists ops.delivery (
    delivery_id bigint generated always as identity primary key,
    institution text not null,
    dataset text not null,
    source_name text not null,
    source_version text not null,
    sha256 text not null,
    bytes bigint not null,
    route text not null,
    received_at timestamptz not null default now(),
    outcome text not null check (outcome in ('new', 'already loaded'))
);
create index if not exists delivery_by_source on ops.delivery (institution, dataset, source_name, delivery_id);
comment on table ops.delivery is 'One row per arrival: what came, when and by which route. Same bytes again: already loaded.';

create table if not exists ops.load (
    load_id bigint primary key references ops.delivery (delivery_id),
    institution text not null,
    dataset text not null,
    sha256 text not null,
    state text not null check (state in ('loaded', 'rejected')),
    edition text,
    contract_version text not null,
    delivered bigint not null,
    accepted bigint not null,
    quarantined bigint not null,
    period_from date,
    period_to date,
    finished_at timestamptz not null default now(),
    check (delivered = accepted + quarantined)
);
create unique index if not exists load_content on ops.load (institution, dataset, sha256) where state = 'loaded';
comment on table ops.load is 'One row per distinct content, written last in the transaction that loads it.';

create table if not exists ops.finding (
    finding_id bigint generated always as identity primary key,
    institution text not null,
    dataset text not null,
    delivery_id bigint references ops.delivery (delivery_id),
    code text not null,
    severity text not null check (severity in ('critical', 'error', 'warning', 'info')),
    facts jsonb not null,
    message_es text not null,
    message_en text not null,
    found_at timestamptz not null default now()
);
comment on table ops.finding is 'What somebody has to know or do. Facts and messages never hold a cell value.';

create table if not exists ops.validation (
    load_id bigint not null,
    institution text not null,
    dataset text not null,
    suite text not null,
    expectation text not null,
    column_name text,
    severity text not null,
    success boolean not null,
    evaluated bigint not null,
    unexpected bigint not null,
    validated_at timestamptz not null default now()
);
comment on table ops.validation is 'One row per expectation of a Great Expectations run.';

create table if not exists ops.source_state (
    institution text not null,
    dataset text not null,
    state text not null check (state in ('reachable', 'unreachable')),
    message_es text,
    message_en text,
    since timestamptz not null default now(),
    primary key (institution, dataset)
);
comment on table ops.source_state is 'Whether a source answered when last asked; written when that changes.';

create table if not exists ops.transformation (
    transformation_id bigint generated always as identity primary key,
    fingerprint text not null,
    last_load_id bigint not null,
    finished_at timestamptz not null default now()
);
comment on table ops.transformation is 'One row per finished dbt run: the project it ran and the loads it covered.';

create table if not exists ops.purge (
    purge_id bigint generated always as identity primary key,
    sha256 text not null,
    institution text not null,
    dataset text not null,
    reason text not null,
    decided_at timestamptz not null default clock_timestamp(),
    purged_at timestamptz
);
create unique index if not exists purge_under_way on ops.purge (sha256, institution, dataset) where purged_at is null;
comment on table ops.purge is 'Originals deleted on purpose, a row per dataset that held them. Decided before, purged_at after the deletion.';

create schema if not exists quarantine;
create table if not exists quarantine.row (
    load_id bigint not null references ops.load (load_id) deferrable initially deferred,
    institution text not null,
    dataset text not null,
    row_number bigint not null,
    reasons jsonb not null,
    primary key (load_id, row_number)
);
comment on table quarantine.row is 'Rows held back, by position in the sealed original: [{column, rule, es, en}]. No cell values.';
