"""In SQL Lab a person sends one statement that reads; what an account may is not its own to change."""

import psycopg
import pytest
from running_stack import Demo, Stack
from superset_session import SupersetSession

pytestmark = pytest.mark.stack

ATTEMPTS = (
    "rollback; begin read write; alter role current_user password 'x'",
    "select 1; select 2",
    "set statement_timeout = 0",
    "alter role current_user set statement_timeout = 0",
    "reset default_transaction_read_only",
    "with gone as (delete from core.dim_person returning *) select * from gone",
    "select * into core.mine from core.dim_person",
    "select * from core.dim_person for update",
    "create temporary table mine as select 1",
    "do $$ begin perform 1; end $$",
    "copy core.dim_person to stdout",
    "lock table core.dim_person",
    "listen loads",
    "explain analyze select 1",
    "select '\\'; rollback; select '1",
    # Superset writes a statement anew, and what was a comment or a key ends it
    "select 1 as one -- */; select 2 /*",
    "select 1 as one -- */; rollback; set statement_timeout = 0; select 2 /*",
    "select '{}'::jsonb -> 'a''; select ''second' as a",
    "select '{}'::jsonb ->> 'a''; rollback; select ''b' as a",
    "select interval '1'' day; rollback; --'",
)
#: By a function: see the test of the warehouse's functions for all of them.
BY_FUNCTION = ("select pg_sleep(1)", "select set_config('statement_timeout', '0', false)")


@pytest.fixture(scope="module")
def analysis(analyst: SupersetSession) -> int:
    return analyst.database("faro_analisis")


def status_of(session: SupersetSession, database: int, sql: str) -> int:
    return session.status("/api/v1/sqllab/execute/", "POST", {"database_id": database, "sql": sql, "runAsync": False})


@pytest.mark.parametrize(
    "sql",
    [
        "select count(*) from core.dim_person;",
        "-- with a comment\nwith them as (select 1 as one) select * from them union select 2",
        "select ';' as semicolon, 'it''s; quoted' as text",
        "(select 1 as one) union all (select 2)",
    ],
)
def test_a_statement_that_reads_is_run(analyst: SupersetSession, analysis: int, sql: str) -> None:
    assert status_of(analyst, analysis, sql) == 200


@pytest.mark.parametrize("sql", [*ATTEMPTS, *BY_FUNCTION])
def test_any_other_is_refused(analyst: SupersetSession, analysis: int, sql: str) -> None:
    assert status_of(analyst, analysis, sql) != 200


@pytest.mark.parametrize(
    "beside",
    [
        {"schema": 'core"; rollback; set statement_timeout = 0; set search_path = "core'},
        {"schema": 'core"; lock table core.dim_person in access share mode; set search_path = "core'},
        {"select_as_cta": True, "tmp_table_name": "mine", "ctas_method": "TABLE"},
        {"catalog": "superset"},
    ],
    ids=["schema that ends the statement", "schema that locks", "a table of the answer", "another database"],
)
def test_nothing_is_run_beside_the_statement(
    analyst: SupersetSession, analysis: int, beside: dict[str, object]
) -> None:
    question = {"database_id": analysis, "sql": "select 1 as one", "runAsync": False, **beside}
    assert analyst.status("/api/v1/sqllab/execute/", "POST", question) != 200


STORED = {
    "a metric": {"metrics": [{"metric_name": "m", "expression": "1 as m; rollback; select 1"}]},
    "a calculated column": {"columns": [{"column_name": "c", "expression": "1 as c; rollback; select 1"}]},
    "a schema": {"schema": 'core"; rollback; set search_path = "core'},
}


@pytest.mark.parametrize("stored", STORED.values(), ids=STORED)
def test_nothing_is_run_by_what_an_own_dataset_stores(
    analyst: SupersetSession, analysis: int, stored: dict[str, object]
) -> None:
    dataset = analyst.made("dataset", {"database": analysis, "schema": "core", "table_name": "dim_sex"})
    try:
        analyst.ask(f"/api/v1/dataset/{dataset}?override_columns=false", "PUT", stored)
        asked = {
            "columns": ["c"] if "columns" in stored else ["sex_key"],
            "metrics": ["m"] if "metrics" in stored else [],
        }
        question = {"datasource": {"id": dataset, "type": "table"}, "queries": [{**asked, "row_limit": 1}]}
        answer = analyst.ask("/api/v1/chart/data", "POST", question)
        assert answer.status_code != 200, answer.text
    finally:
        analyst.ask(f"/api/v1/dataset/{dataset}", "DELETE")


def test_no_sql_on_what_is_published(analyst: SupersetSession, analysis: int) -> None:
    others = [number for number in range(1, analysis + 3) if number != analysis]
    assert {status_of(analyst, number, "select 1") for number in others} <= {403, 404, 422, 500}


def test_the_coordinator_has_no_sql(coordinator: SupersetSession, analysis: int) -> None:
    assert status_of(coordinator, analysis, "select 1") == 403


def test_a_value_in_an_error_is_kept_nowhere(
    stack: Stack, analyst: SupersetSession, administrator: SupersetSession, analysis: int
) -> None:
    """The person who asked reads it; neither a log nor what Superset keeps of the query does."""
    canary = "Quetzal Resplandeciente"
    query = {"database_id": analysis, "sql": f"select '{canary}'::integer", "runAsync": False}
    answer = analyst.ask("/api/v1/sqllab/execute/", "POST", query)
    assert answer.status_code != 200
    assert canary in answer.text
    kept = administrator.ask("/api/v1/query/?q=(order_column:changed_on,order_direction:desc,page_size:5)").json()
    failed = [one for one in kept["result"] if canary in one["sql"]]
    assert failed
    with psycopg.connect(stack.uri("superset", "superset", "superset_database")) as connection:
        messages = connection.execute("select error_message from query where sql like %s", [f"%{canary}%"]).fetchall()
    assert messages
    assert not [message for (message,) in messages if canary in message or "integer" not in message]
    logs = [path for path in (stack.home / "logs").glob("*.log") if canary.encode() in path.read_bytes()]
    assert logs == []


def test_what_was_asked_is_kept_for_its_time_and_no_longer(stack: Stack, demo: Demo) -> None:
    """SQL of long ago is gone once somebody signs in; that of last month is there."""
    queries = (
        "insert into query (client_id, database_id, user_id, sql, status, changed_on, start_time)"
        " select '{0}', (select min(id) from dbs), (select min(id) from ab_user), 'select {1}', 'success',"
        " now() - interval '{1} days', 0",
        "insert into logs (action, dttm) values ('{0}', now() - interval '{1} days')",
    )
    old, recent = (("old", 91), ("recent", 60))
    with demo.superuser("superset") as connection:
        for query in queries:
            for kept in (old, recent):
                connection.execute(query.format(*kept).encode())
    SupersetSession(stack.superset_url).sign_in("analista", stack.secret("superset_analista"))
    with demo.superuser("superset") as connection:
        left = (
            connection.execute("delete from query where client_id in ('old', 'recent') returning client_id").fetchall()
            + connection.execute("delete from logs where action in ('old', 'recent') returning action").fetchall()
        )
    assert left == [("recent",), ("recent",)]
