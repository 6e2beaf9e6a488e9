-- Who is whom: what the resolver finds out from the tokens of identity.observation. Comes after identity.sql. Idempotent.
create index if not exists observation_by_record on identity.observation (institution, dataset, record_key);

create table if not exists identity.person (
    load_id bigint not null,
    row_number bigint not null,
    person_key text not null,
    primary key (load_id, row_number)
);
create index if not exists person_by_key on identity.person (person_key);
comment on table identity.person is 'One row per observation in force, and only those: the person it is of.';

create table if not exists identity.link (
    a_load bigint not null,
    a_row bigint not null,
    b_load bigint not null,
    b_row bigint not null,
    score double precision not null,
    reasons text[] not null,
    primary key (a_load, a_row, b_load, b_row)
);
create index if not exists link_backwards on identity.link (b_load, b_row);
comment on table identity.link is 'Pairs in force that are the same person by their score. Reasons: comparison=level.';

create table if not exists identity.review (
    a_load bigint not null,
    a_row bigint not null,
    b_load bigint not null,
    b_row bigint not null,
    score double precision not null,
    reasons text[] not null,
    primary key (a_load, a_row, b_load, b_row)
);
create index if not exists review_backwards on identity.review (b_load, b_row);
comment on table identity.review is 'Pairs in force that a person has to look at: between the thresholds, or alike and in conflict.';

create table if not exists identity.decision (
    decision_id bigint generated always as identity primary key,
    first_record text not null,
    second_record text not null,
    decided text not null check (decided in ('same', 'different', 'undone')),
    decided_by text not null,
    ground text not null,
    decided_at timestamptz not null default now(),
    is_applied boolean not null default false,
    check (first_record < second_record)
);
create index if not exists decision_by_first on identity.decision (first_record);
create index if not exists decision_by_second on identity.decision (second_record);
create index if not exists decision_waiting on identity.decision (decision_id) where not is_applied;
comment on table identity.decision is 'What people decided about two records (institution/dataset/record); the newest per pair counts.';

create table if not exists identity.resolved_load (
    load_id bigint primary key,
    institution text not null,
    dataset text not null
);
comment on table identity.resolved_load is 'Loads whose observations were considered; compared with ops.load at every run.';

create table if not exists identity.departure (
    load_id bigint not null,
    row_number bigint not null,
    institution text not null,
    dataset text not null,
    record_key text not null,
    blocks text[] not null
);
comment on table identity.departure is 'Deleted observations that the next resolution has to take back; empty after it.';

create table if not exists identity.resolution (
    resolution_id bigint generated always as identity primary key,
    last_load_id bigint not null,
    loads bigint not null,
    entered bigint not null,
    departed bigint not null,
    compared bigint not null,
    links bigint not null,
    reviews bigint not null,
    persons bigint not null,
    oversize_blocks bigint not null,
    finished_at timestamptz not null default now()
);
comment on table identity.resolution is 'One row per run of the resolver that had work, written last in its transaction.';

create or replace function identity.note_departure() returns trigger language plpgsql security definer
    set search_path = pg_catalog as $$
begin
    insert into identity.departure (load_id, row_number, institution, dataset, record_key, blocks)
        select load_id, row_number, institution, dataset, record_key, coalesce(blocks, '{}') from gone;
    return null;
end $$;
create or replace trigger observation_departs after delete on identity.observation
    referencing old table as gone for each statement execute function identity.note_departure();

create or replace view identity.load_in_force as
    select load_id, institution, dataset from ops.load where state = 'loaded'
        and not exists (select from ops.change where change.load_id = load.load_id);
comment on view identity.load_in_force is 'Loads that were accepted and not withdrawn.';

create or replace function identity.in_force_of(record text) returns setof identity.person language sql stable as $$
    select person.* from identity.observation join identity.person using (load_id, row_number)
    where institution = split_part(record, '/', 1) and dataset = split_part(record, '/', 2)
        and record_key = substr(record, length(split_part(record, '/', 1)) + length(split_part(record, '/', 2)) + 3)
$$;
comment on function identity.in_force_of is 'The observation in force of a record, called institution/dataset/record.';

create or replace view identity.person_of_row as
select load_id, row_number, person_key from identity.person
union all
-- of a dataset that is held at an earlier state, rows that were replaced since: the person of their record
select earlier.load_id, earlier.row_number, person.person_key
from ops.coverage
join identity.observation as earlier using (institution, dataset)
join identity.observation as newest using (institution, dataset, record_key)
join identity.person on (person.load_id, person.row_number) = (newest.load_id, newest.row_number)
where coverage.held_by is not null and (earlier.load_id, earlier.row_number) <> (newest.load_id, newest.row_number)
    and not exists (
        select from identity.person as own where (own.load_id, own.row_number) = (earlier.load_id, earlier.row_number)
    );
comment on view identity.person_of_row is 'One row per row in force about a person, now or where its dataset is held: whose it is.';

create or replace view identity.linked as
select coalesce(max(resolution_id), 0) as resolution_id from identity.resolution
where entered > 0 or departed > 0 or persons > 0;
comment on view identity.linked is 'One row: the newest run of the resolver that changed who is in force, or whose a record is.';
