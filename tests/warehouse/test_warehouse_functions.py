"""No role waits, locks, writes, counts, changes settings or runs hidden SQL by a function that it does not need."""

import psycopg
import pytest
from private_warehouse import Warehouse

from faro.warehouse import prepare

READING = ["faro_analyst", "faro_quality", "faro_reader"]
ATTEMPTS = {
    "SQL as text": "select * from ts_stat('select ''x''::tsvector')",
    "SQL as text in a rewriting": "select ts_rewrite('a'::tsquery, 'select ''a''::tsquery, ''b''::tsquery')",
    "SQL as XML": "select query_to_xml('select 1', true, false, '')",
    "waiting": "select pg_sleep(0)",
    "waiting for a time": "select pg_sleep_for('0 seconds')",
    "the loader's lock": "select pg_advisory_lock(1)",
    "the loader's lock, tried": "select pg_try_advisory_xact_lock(1)",
    "locks of two numbers": "select pg_advisory_xact_lock_shared(1, 1)",
    "a large object": "select lo_create(0)",
    "a large object with content": "select lo_from_bytea(0, '\\x00')",
    "a setting": "select set_config('statement_timeout', '0', false)",
    "ending others": "select pg_terminate_backend(pg_backend_pid())",
    "cancelling others": "select pg_cancel_backend(0)",
    "a message to others": "select pg_notify('x', 'x')",
    "a message in the log of changes": "select pg_logical_emit_message(false, 'x', 'x')",
    "size of a table": "select pg_relation_size('pg_class')",
    "size of a database": "select pg_database_size('faro')",
    "others' snapshots": "select pg_export_snapshot()",
    "rows of every table": "select relname, n_live_tup from pg_stat_all_tables",
    "rows of a table": "select pg_stat_get_live_tuples(1)",
    "rows as the planner knows them": "select relname, reltuples from pg_class",
    "pages as the planner knows them": "select * from pg_class",
    "what others ask": "select query from pg_stat_activity",
}  # fmt: skip
BLOCK = "do $$ begin perform 1; end $$"
HARMLESS = [
    "select random()",
    "select clock_timestamp()",
    "select relname, relkind from pg_class where pg_table_is_visible(oid)",
    "select table_name from information_schema.tables",
    "select count(*) from pg_stats",
]


@pytest.mark.parametrize("sql", ATTEMPTS.values(), ids=ATTEMPTS)
@pytest.mark.parametrize("role", READING)
def test_who_only_reads_runs_no_function_that_does_more(warehouse: Warehouse, role: str, sql: str) -> None:
    with warehouse.connect(role) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(sql.encode())


@pytest.mark.parametrize("role", READING)
def test_who_only_reads_runs_no_code(warehouse: Warehouse, role: str) -> None:
    with warehouse.connect(role) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(BLOCK.encode())


@pytest.mark.parametrize("role", READING)
def test_what_a_role_changed_of_itself_is_undone_at_the_next_start(own_warehouse: Warehouse, role: str) -> None:
    with own_warehouse.connect(role) as connection:
        connection.execute("set default_transaction_read_only = off")
        connection.execute(f"alter role {role} set statement_timeout = 0".encode())
        connection.execute(f"alter role {role} in database faro set default_transaction_read_only = off".encode())
    prepare(own_warehouse.uri("postgres"))
    settings = own_warehouse.rows(
        f"select setdatabase, unnest(setconfig) from pg_db_role_setting where setrole = '{role}'::regrole order by 2"
    )
    limit = {"faro_reader": "30s", "faro_analyst": "2min", "faro_quality": "2min"}[role]
    assert settings == [
        (0, "default_transaction_read_only=on"),
        (0, "idle_in_transaction_session_timeout=1min"),
        (0, f"statement_timeout={limit}"),
    ]


@pytest.mark.parametrize("sql", HARMLESS)
@pytest.mark.parametrize("role", READING)
def test_what_a_query_needs_still_runs(warehouse: Warehouse, role: str, sql: str) -> None:
    with warehouse.connect(role) as connection:
        assert connection.execute(sql.encode()).fetchone() is not None


@pytest.mark.parametrize("database", ["postgres", "template1"])
@pytest.mark.parametrize("role", ["airflow", "superset", "faro_reader", "faro_loader"])
def test_no_role_enters_a_database_of_postgresql_s_own(warehouse: Warehouse, role: str, database: str) -> None:
    assert warehouse.rows(f"select has_database_privilege('{role}', '{database}', 'connect')") == [(False,)]


#: Numbers at random, the clock, and what sequences guard themselves.
QUIET = {
    "random", "random_normal", "setseed", "gen_random_uuid", "uuidv4", "uuidv7", "clock_timestamp", "timeofday",
    "nextval", "currval", "lastval", "setval", "pg_is_in_recovery",
}  # fmt: skip
NEEDED = {
    "faro_loader": {"pg_advisory_xact_lock", "pg_advisory_xact_lock_shared"},
    "faro_resolver": {"pg_advisory_lock", "pg_advisory_xact_lock", "pg_advisory_xact_lock_shared"},
    "faro_transformer": {"pg_terminate_backend"},
    "faro_publisher": {"pg_advisory_xact_lock"},
}


@pytest.mark.parametrize("role", [*READING, *NEEDED, "airflow"])
def test_a_role_has_the_volatile_functions_that_it_needs_and_no_other(warehouse: Warehouse, role: str) -> None:
    held = warehouse.rows(
        "select distinct proname from pg_proc where pronamespace = 'pg_catalog'::regnamespace and provolatile = 'v'"
        " and prorettype::regtype::text !~ '(trigger|handler|internal)$'"
        f" and has_function_privilege('{role}', oid, 'execute')"
    )
    assert {name for (name,) in held} == QUIET | NEEDED.get(role, set())
