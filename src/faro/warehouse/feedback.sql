-- What institutions were told, and which rows they corrected. Written by the loader only. Idempotent.
create table if not exists ops.response (
    delivery_id bigint not null references ops.delivery (delivery_id),
    kind text not null check (kind in ('receipt', 'corrections')),
    name text not null,
    sent_at timestamptz not null default clock_timestamp(),
    primary key (delivery_id, kind)
);
comment on table ops.response is 'One row per thing put into an institution''s inbox: what it was and when, never what it held.';

create table if not exists ops.correction (
    load_id bigint not null,
    row_number bigint not null,
    corrected_by_load bigint not null references ops.load (load_id) deferrable initially deferred,
    corrected_by_row bigint not null,
    primary key (corrected_by_load, corrected_by_row),
    foreign key (load_id, row_number) references quarantine.row (load_id, row_number)
);
create index if not exists correction_by_origin on ops.correction (load_id, row_number);
comment on table ops.correction is
    'One row per row that came back corrected: which held row (as first delivered) it stands for. Accepted or not: see the view.';

create table if not exists quarantine.record (
    load_id bigint not null,
    row_number bigint not null,
    token text not null,
    primary key (load_id, row_number),
    foreign key (load_id, row_number) references quarantine.row (load_id, row_number)
);
comment on table quarantine.record is 'Which record a held row is about, as a keyed token, so that the record delivered again closes it.';

create table if not exists quarantine.redelivered (
    load_id bigint not null,
    row_number bigint not null,
    by_load bigint not null references ops.load (load_id) deferrable initially deferred,
    primary key (load_id, row_number),
    foreign key (load_id, row_number) references quarantine.row (load_id, row_number)
);
comment on table quarantine.redelivered is 'Held rows whose record a later delivery brought again; where that one is flawed too, it is held in its turn.';

create or replace view ops.accepted_correction as
select correction.*
from ops.correction
join ops.load on load.load_id = correction.corrected_by_load and load.state = 'loaded'
where not exists (
    select 1 from quarantine.row as still
    where (still.load_id, still.row_number) = (correction.corrected_by_load, correction.corrected_by_row)
);
comment on view ops.accepted_correction is 'Corrections that were accepted: the held row they stand for is closed.';

create or replace view quarantine.open_row as
select held.*
from quarantine.row as held
where not exists (
    select 1 from ops.accepted_correction as correction
    where (correction.load_id, correction.row_number) = (held.load_id, held.row_number)
)
-- an attempt that is still wrong: the row that it was meant to correct speaks for both
and not exists (
    select 1 from ops.correction as attempt
    where (attempt.corrected_by_load, attempt.corrected_by_row) = (held.load_id, held.row_number)
)
and not exists (
    select 1 from quarantine.redelivered
    where (redelivered.load_id, redelivered.row_number) = (held.load_id, held.row_number)
)
-- the whole file, or the whole resource of an API, sent again and loaded
and not exists (
    select 1 from correspondence.delivery
    join correspondence.delivery as later using (institution, dataset, source_name)
    join ops.load on load.load_id = later.delivery_id and load.state = 'loaded'
    where delivery.delivery_id = held.load_id and later.delivery_id > held.load_id and delivery.route <> 'postgres'
);
comment on view quarantine.open_row is 'Rows held back that nobody corrected yet, each once, by position in the sealed original.';
