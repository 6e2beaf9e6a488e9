-- PostgreSQL lets everybody run its volatile functions: those that wait, lock, write, change settings, tell sizes, or
-- run SQL that they are given as text; and those that count rows: of the tables on persons, one that is counted twice
-- tells who was added. Here nobody may who does not need one. Idempotent.
do $$
declare
    named regprocedure;
    visible text;
begin
    for named in
        select oid
        from pg_proc
        where pronamespace = 'pg_catalog'::regnamespace
            and (proacl is null or exists (select from aclexplode(proacl) where grantee = 0))
            and (
                proname like 'pg\_stat\_get\_%'
                or (
                    provolatile = 'v'
                    and prorettype not in (
                        'trigger'::regtype, 'event_trigger'::regtype, 'internal'::regtype, 'language_handler'::regtype,
                        'index_am_handler'::regtype, 'table_am_handler'::regtype, 'tsm_handler'::regtype
                    )
                    -- numbers at random, the clock, and what sequences guard themselves
                    and proname !~ '^(random|random_normal|setseed|gen_random_uuid|uuidv[47]|clock_timestamp|timeofday)$'
                    and proname !~ '^(nextval|currval|lastval|setval|pg_is_in_recovery)$'
                )
            )
    loop
        execute format('revoke execute on function %s from public', named);
    end loop;

    select string_agg(attname, ', ') into visible
    from pg_attribute
    where attrelid = 'pg_class'::regclass and attname not in ('reltuples', 'relpages') and not attisdropped;
    if has_column_privilege('public', 'pg_class', 'reltuples', 'select') then
        revoke select on pg_class from public;
        execute format('grant select (%s) on pg_class to public', visible);
    end if;
end
$$;
