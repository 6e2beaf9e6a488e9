-- What is known of persons and cases row by row, which the transformation alone reads: analysts read views on it in
-- `core` (dbt_project/macros/analysis.sql). Idempotent.
do $$
begin
    -- a warehouse from before has these rows in `core`: all of it follows from what was loaded and is built again
    if to_regclass('exact.analysis_key') is null then
        drop schema core cascade;
        create schema core authorization faro_transformer;
    end if;
end $$;

-- keys of persons and records are keyed with it for analysts; who has the secret and a file of an institution finds them
create table if not exists exact.analysis_key (
    is_only boolean primary key default true check (is_only),
    secret bytea not null check (length(secret) = 32)
);
insert into exact.analysis_key (secret)
select sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8'))
on conflict do nothing;

-- here before dbt writes it, because the views of the facts that it follows from read it
create table if not exists exact.person_profile (
    purpose text not null,
    person_key text not null,
    sex_key text not null,
    age_group_key text not null,
    nationality_key text not null,
    citizenship_group text not null,
    province_key text not null,
    primary key (purpose, person_key)
);
