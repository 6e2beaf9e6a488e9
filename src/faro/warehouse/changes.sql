-- What changes the figures beside a load: each is a row that says what, why and when; nothing is undone silently. Idempotent.
create table if not exists ops.change (
    change_id bigint generated always as identity primary key,
    kind text not null check (kind in ('withdrawal', 'erasure', 'decision', 'rotation')),
    load_id bigint references ops.load (load_id),
    row_count bigint not null,
    reason text not null check (reason <> ''),
    changed_by text not null default session_user,
    changed_at timestamptz not null default clock_timestamp(),
    check ((kind = 'withdrawal') = (load_id is not null))
);
create unique index if not exists change_withdraws_once on ops.change (load_id) where kind = 'withdrawal';
comment on table ops.change is 'One row per withdrawn delivery, erased person, decision on a link, or change of keys.';

alter table ops.transformation add column if not exists last_change_id bigint not null default 0;
