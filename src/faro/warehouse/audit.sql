-- Who read what through Superset and `faro sql`: appended to by the service that reads, changed by nobody, read by governance alone.
-- No value and no SQL stands here. Idempotent.
create schema if not exists audit;

create table if not exists audit.reading (
    reading_id bigint generated always as identity primary key,
    read_at timestamptz not null default clock_timestamp(),
    account text,  -- null: Superset itself; of `faro sql` with its name and a colon before it
    act text not null check (act in ('opened', 'read')),
    through text not null,  -- the role whose rights were used
    dashboard text,
    chart text,
    relations text[] not null default '{}',
    row_count bigint  -- null: PostgreSQL refused, or the rows left one after another
);
create index if not exists reading_read_at on audit.reading (read_at);

-- The policy: three years. Whoever deletes can neither choose which nor shorten it.
create or replace function audit.forget() returns bigint language sql security definer set search_path = ''
begin atomic
    with gone as (delete from audit.reading where read_at < now() - interval '3 years' returning 1)
    select count(*) from gone;
end;
