-- Who may do what. Every role has the least it needs. Idempotent.
create schema if not exists work authorization faro_loader;
create schema if not exists identity authorization faro_resolver;
create schema if not exists reference authorization faro_transformer;
create schema if not exists staging authorization faro_transformer;
create schema if not exists intermediate authorization faro_transformer;
create schema if not exists core authorization faro_transformer;
create schema if not exists marts authorization faro_transformer;
create schema if not exists release authorization faro_transformer;

revoke all on schema public from public;
grant connect on database faro
    to faro_loader, faro_resolver, faro_transformer, faro_publisher, faro_quality, faro_analyst, faro_reader;
-- dbt creates its schemas if they are missing, and asks for the right to do so even when they are there
grant create, temporary on database faro to faro_transformer;

grant usage on schema ops to faro_loader, faro_transformer, faro_quality, faro_analyst;
grant select, insert on all tables in schema ops to faro_loader;
grant update on ops.source_state to faro_loader;
grant update (purged_at) on ops.purge to faro_loader;
grant select on all tables in schema ops to faro_transformer, faro_quality, faro_analyst;
revoke insert on ops.coverage, ops.model_state, ops.model_run, ops.fact_load from faro_loader;
grant insert on ops.transformation to faro_transformer;
grant insert, update on ops.coverage, ops.model_run to faro_transformer;
grant insert, update, delete on ops.model_state, ops.fact_load to faro_transformer;
grant insert (institution, dataset, code, severity, facts, message_es, message_en) on ops.finding to faro_transformer;
grant usage on all sequences in schema ops to faro_loader, faro_transformer;

grant usage on schema quarantine to faro_loader, faro_transformer, faro_quality;
grant select, insert on quarantine.row to faro_loader;
grant select on quarantine.row to faro_transformer, faro_quality;

grant usage on schema reference, core, marts, release to faro_analyst;
grant select on all tables in schema reference, core, marts, release to faro_analyst;
alter default privileges for role faro_transformer in schema reference, core, marts, release
    grant select on tables to faro_analyst;
-- earlier versions let analysts read what institutions delivered, row by row
revoke all on schema staging, quarantine from faro_analyst;
revoke all on all tables in schema staging, quarantine from faro_analyst;
alter default privileges for role faro_transformer in schema staging revoke select on tables from faro_analyst;

-- work on the quality of rows: of what is about persons or cases, where something is wrong and not what it says
grant usage on schema reference to faro_quality;
grant select on all tables in schema reference to faro_quality;
alter default privileges for role faro_transformer in schema reference grant select on tables to faro_quality;

grant usage on schema release to faro_reader;
-- dbt grants the tables that some dashboard shows; this takes back that earlier versions granted every new one
alter default privileges for role faro_transformer in schema release revoke select on tables from faro_reader;
-- who only reads does so within limits; a role may change its own settings, so what it changed is undone at every start
do $$
declare
    reader record;
begin
    for reader in
        select *
        from (
            values ('faro_analyst', '2min', 40), ('faro_quality', '2min', 40), ('faro_reader', '30s', 40), ('faro_governance', '2min', 20)
        ) as stated (role, longest, connections)
    loop
        execute format('alter role %I reset all', reader.role);
        execute format('alter role %I in database faro reset all', reader.role);
        execute format('alter role %I set default_transaction_read_only = on', reader.role);
        execute format('alter role %I set statement_timeout = %L', reader.role, reader.longest);
        execute format('alter role %I set idle_in_transaction_session_timeout = %L', reader.role, '1min');
        execute format('alter role %I connection limit %s', reader.role, reader.connections);
    end loop;
end $$;
revoke usage on language plpgsql from public;
-- the planner takes a history view for one row and would compare every row of it with every row of a map, one by one
alter role faro_transformer set enable_nestloop = off;
-- compiling hundreds of short queries takes longer than running them: with it the first transformation of the seven real
-- files and the synthetic country takes 166 s, without it 73 s
alter database faro set jit = off;
