-- Schemas, relations and functions that are not PostgreSQL's own, who owns each, and which columns it has.
select 'schema', nspname, nspname, oid::regnamespace::text, pg_get_userbyid(nspowner), false, '{}'::text[]
from pg_namespace
where nspname !~ '^pg_|^information_schema$'
union all
select
    case relkind when 'S' then 'sequence' else 'table' end, relnamespace::regnamespace::text, relname, oid::regclass::text, pg_get_userbyid(relowner), relkind in ('r', 'p'),
    array(select attname::text from pg_attribute where attrelid = pg_class.oid and attnum > 0 and not attisdropped)
from pg_class
where relkind in ('r', 'p', 'v', 'm', 'S') and relnamespace::regnamespace::text !~ '^pg_|^information_schema$'
union all
select 'function', pronamespace::regnamespace::text, proname, oid::regprocedure::text, pg_get_userbyid(proowner), false, '{}'
from pg_proc
where pronamespace::regnamespace::text !~ '^pg_|^information_schema$'
