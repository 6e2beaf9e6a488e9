-- Releases: what was proposed, who was asked, what they answered, what is published and what is withdrawn. Rows are only added.
-- Idempotent.
create schema if not exists publication;

create table if not exists publication.proposal (
    proposal_id bigint generated always as identity primary key,
    edition text not null check (edition ~ '^\d{4}-T[1-4]$'),
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    prepared_at timestamptz not null default clock_timestamp(),
    prepared_by text,
    out_of_turn text,
    is_demonstration boolean not null default false,
    summary jsonb not null
);
comment on table publication.proposal is
    'One row per set of figures that was prepared. sha256: of the list of all its files; prepared_by: null where the calendar started it.';

create table if not exists publication.file (
    proposal_id bigint not null references publication.proposal (proposal_id),
    name text not null,
    is_public boolean not null,
    sha256 text not null check (sha256 = encode(pg_catalog.sha256(content), 'hex')),
    content bytea not null,
    primary key (proposal_id, name)
);
comment on table publication.file is
    'One row per file of a proposal. Those that are not public hold the counts that are hidden, for later releases and to make it again.';

create table if not exists publication.question (
    question_id bigint generated always as identity primary key,
    proposal_id bigint not null references publication.proposal (proposal_id),
    duty text not null,
    asked_at timestamptz not null default clock_timestamp()
);
comment on table publication.question is
    'One row per time that somebody of a duty was asked to approve a proposal; the newest one counts.';

create table if not exists publication.answer (
    question_id bigint primary key references publication.question (question_id),
    is_approved boolean not null,
    answered_by text not null,
    answered_at timestamptz not null,
    reason text not null
);
comment on table publication.answer is 'One row per question that somebody answered.';

create table if not exists publication.release (
    release_id integer primary key check (release_id > 0),
    proposal_id bigint not null unique references publication.proposal (proposal_id),
    published_at timestamptz not null default clock_timestamp()
);
comment on table publication.release is 'One row per release, numbered without gaps. It never changes; publication.withdrawal says which one no longer stands.';

create table if not exists publication.figure (
    release_id integer not null references publication.release (release_id),
    indicator_id text not null,
    indicator_es text not null,
    indicator_en text not null,
    unit_es text not null,
    unit_en text not null,
    period text not null,
    breakdown text not null,
    breakdown_es text not null,
    breakdown_en text not null,
    category text not null,
    category_es text not null,
    category_en text not null,
    value double precision,
    status text not null check (status in ('published', 'suppressed', 'no_data')),
    sources text not null,
    primary key (release_id, indicator_id, breakdown, category, period),
    check ((status = 'published') = (value is not null))
);
comment on table publication.figure is 'One row per release, indicator, period and category: its value, or why there is none.';

create or replace function publication.is_next_release() returns trigger language plpgsql as $$
begin
    if new.release_id <> (select coalesce(max(release_id), 0) + 1 from publication.release) then
        raise check_violation using message = format('%s is not the number of the next release', new.release_id);
    end if;
    return new;
end
$$;
create or replace trigger is_next_release before insert on publication.release
for each row execute function publication.is_next_release();

create or replace function publication.is_being_published() returns trigger language plpgsql as $$
begin
    if exists (
        select 1 from added inner join publication.release using (release_id)
        where release.xmin <> pg_current_xact_id()::xid
    ) then
        raise check_violation using message = 'a release that is published gets no more figures';
    end if;
    return null;
end
$$;
create or replace trigger is_being_published after insert on publication.figure
referencing new table as added for each statement execute function publication.is_being_published();

create table if not exists publication.withdrawal (
    release_id integer primary key references publication.release (release_id),
    reason text not null check (reason ~ '\S'),
    withdrawn_by text not null,
    withdrawn_at timestamptz not null default clock_timestamp()
);
comment on table publication.withdrawal is 'One row per release that no longer stands, and why.';

create or replace view publication.current_release as
select release.release_id, proposal.edition, release.published_at, proposal.is_demonstration, proposal.summary
from publication.release
inner join publication.proposal using (proposal_id)
where not exists (select 1 from publication.withdrawal where withdrawal.release_id = release.release_id)
order by release.release_id desc
limit 1;
comment on view publication.current_release is 'The newest release that stands; no row where there is none.';
