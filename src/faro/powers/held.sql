-- Every power in the warehouse that one of Faro's roles or everybody has by a grant, what Faro's roles own, what they are
-- and within which limits. An owner's own powers are not repeated. Of PostgreSQL's own functions and catalogues: what Faro's roles were
-- given; what everybody may there, `faro.warehouse/functions.sql` narrows.
with owned (kind, class, oid, name, owner, acl, is_of_postgres) as (
    select 'database', 'pg_database'::regclass, oid, quote_ident(datname), datdba, coalesce(datacl, acldefault('d', datdba)), false
    from pg_database
    where datname in ('faro', 'airflow', 'superset', 'postgres', 'template1')  -- the stack's
    union all
    select 'schema', 'pg_namespace'::regclass, oid, oid::regnamespace::text, nspowner, coalesce(nspacl, acldefault('n', nspowner)),
        nspname ~ '^pg_|^information_schema$'
    from pg_namespace
    union all
    select
        case relkind when 'S' then 'sequence' else 'table' end, 'pg_class'::regclass, oid, oid::regclass::text, relowner,
        coalesce(relacl, acldefault(case relkind when 'S' then 's' else 'r' end::"char", relowner)),
        relnamespace::regnamespace::text ~ '^pg_|^information_schema$'
    from pg_class
    where relkind in ('r', 'v', 'm', 'p', 'f', 'S')
    union all
    select 'function', 'pg_proc'::regclass, oid, oid::regprocedure::text, proowner, coalesce(proacl, acldefault('f', proowner)),
        pronamespace::regnamespace::text ~ '^pg_|^information_schema$'
    from pg_proc
    union all
    select 'language', 'pg_language'::regclass, oid, quote_ident(lanname), lanowner,
        coalesce(lanacl, case when lanpltrusted then acldefault('l', lanowner) end), false
    from pg_language
    union all
    select 'parameter', 'pg_parameter_acl'::regclass, oid, parname, 10, paracl, false
    from pg_parameter_acl
    union all
    select 'large object', 'pg_largeobject_metadata'::regclass, oid, oid::text, lomowner, lomacl, false
    from pg_largeobject_metadata
),
granted (kind, name, part, owner, acl, is_of_postgres) as (
    select kind, name, '', owner, acl, is_of_postgres
    from owned
    union all
    select 'table', attrelid::regclass::text, quote_ident(attname), owned.owner, attacl, owned.is_of_postgres
    from pg_attribute
    join owned on owned.class = 'pg_class'::regclass and owned.oid = attrelid
    where attacl is not null and not attisdropped
    union all
    -- what will be granted on what somebody makes later
    select
        'future ' || case defaclobjtype when 'r' then 'table' when 'f' then 'function' when 'S' then 'sequence' else 'object' end,
        coalesce(nullif(defaclnamespace, 0)::regnamespace::text, '*'), pg_get_userbyid(defaclrole)::text, defaclrole, defaclacl, false
    from pg_default_acl
)
select coalesce(pg_roles.rolname, 'public'), lower(privilege_type) || case when is_grantable then ' and give' else '' end, kind, name, part
from granted
cross join aclexplode(acl)
left join pg_roles on pg_roles.oid = grantee
where grantee <> owner and (rolname ~ '^faro_' or (grantee = 0 and not is_of_postgres))
union all
select rolname, 'own', kind, name, ''
from owned
join pg_roles on pg_roles.oid = owner
where rolname ~ '^faro_' and not is_of_postgres
union all
select rolname, 'be', 'attribute', attribute, ''
from pg_roles
cross join lateral (
    values
    ('login', rolcanlogin), ('superuser', rolsuper), ('createrole', rolcreaterole), ('createdb', rolcreatedb), ('replication', rolreplication),
    ('bypassrls', rolbypassrls)
) as attributes (attribute, has)
where rolname ~ '^faro_' and has
union all
select member::regrole::text, 'be', 'role', roleid::regrole::text, ''
from pg_auth_members
where member::regrole::text ~ '^faro_'
union all
select setrole::regrole::text, 'set', 'setting', setting, coalesce(datname, '')
from pg_db_role_setting
cross join unnest(setconfig) as setting
left join pg_database on pg_database.oid = setdatabase
where setrole::regrole::text ~ '^faro_'
union all
select rolname, 'limit', 'connections', rolconnlimit::text, ''
from pg_roles
where rolname ~ '^faro_' and rolconnlimit >= 0
union all
select 'public', 'obey', 'row security', oid::regclass::text, ''
from pg_class
where relrowsecurity
union all
select
    coalesce(rolname, 'public'), case polcmd when 'r' then 'see' else 'use' end, 'policy',
    quote_ident(polname) || ' on ' || polrelid::regclass::text,
    coalesce(regexp_replace(pg_get_expr(polqual, polrelid), '\s+', ' ', 'g'), '')
from pg_policy
cross join unnest(polroles) as given (role)
left join pg_roles on pg_roles.oid = role
