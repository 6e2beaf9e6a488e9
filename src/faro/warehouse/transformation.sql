-- What the star schema has of the ledger, and how each model of it stands. Written by the transformer only. Idempotent.
alter table ops.transformation add column if not exists last_resolution_id bigint not null default 0;
alter table ops.transformation add column if not exists failed bigint not null default 0;
comment on column ops.transformation.failed is 'Models that failed; what could be built without them is current.';

create table if not exists ops.coverage (
    institution text not null,
    dataset text not null,
    events bigint not null default 0,
    good_until timestamptz not null default '-infinity',
    held_by bigint references ops.finding (finding_id),
    primary key (institution, dataset)
);
comment on table ops.coverage is
    'One row per dataset: how many loads and withdrawals were transformed, until when it was good, and what holds it there.';

create table if not exists ops.model_state (
    model text primary key,
    schema_name text not null,
    state text not null check (state in ('current', 'stale')),
    reason text check (reason in ('test', 'error', 'upstream', 'held')),
    failed text[] not null default '{}',
    behind text[] not null default '{}',
    institution text,
    fingerprint text not null,
    finding_id bigint references ops.finding (finding_id),
    since timestamptz not null default clock_timestamp(),
    check ((state = 'stale') = (reason is not null))
);
comment on table ops.model_state is
    'One row per model. Stale: it or one before it failed, or nothing of it is new; behind: datasets held at their last good state.';

create table if not exists ops.model_run (
    transformation_id bigint not null,
    layer text not null,
    schema_name text not null,
    model text not null,
    status text not null check (status in ('built', 'held', 'test failed', 'error', 'skipped')),
    seconds numeric(10, 3) not null,
    row_count bigint,
    tests bigint not null,
    failed text[] not null default '{}',
    finished_at timestamptz not null default clock_timestamp(),
    primary key (transformation_id, model)
);
comment on table ops.model_run is 'One row per model and transformation that wanted it: what came of it, how long it took, how many rows it has.';

create table if not exists ops.fact_load (
    fact text not null,
    load_id bigint not null,
    is_in_force boolean not null default true,
    is_settled boolean not null default false,
    primary key (fact, load_id)
);
comment on table ops.fact_load is
    'One row per load that a fact read and goes on from. Settled: tested since, and nothing changed which of its rows are in force.';

create or replace view ops.dataset_position as
select
    dataset.institution, dataset.dataset, count(load.load_id) + count(change.change_id) as events,
    greatest(max(load.finished_at), max(change.changed_at)) as moment
from ops.dataset
left join ops.load
    on load.institution = dataset.institution and load.dataset = dataset.dataset and load.state = 'loaded'
left join ops.change on change.load_id = load.load_id
group by dataset.institution, dataset.dataset;
comment on view ops.dataset_position is 'One row per dataset: its loads and withdrawals so far, and the moment of the newest.';
