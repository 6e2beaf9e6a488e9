"""In SQL Lab a person sends one statement that reads; what an account may is not its own to change."""

import pytest
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
)
#: By a function: see the test of the warehouse's functions for all of them.
BY_FUNCTION = ("select pg_sleep(1)", "select set_config('statement_timeout', '0', false)")


@pytest.fixture(scope="module")
def analysis(analyst: SupersetSession) -> int:
    databases = analyst.ask("/api/v1/database/").json()["result"]
    return int(next(one["id"] for one in databases if one["database_name"] == "faro_analisis"))


def status_of(session: SupersetSession, database: int, sql: str) -> int:
    return session.status("/api/v1/sqllab/execute/", "POST", {"database_id": database, "sql": sql, "runAsync": False})


@pytest.mark.parametrize(
    "sql",
    [
        "select count(*) from core.dim_person;",
        "-- with a comment\nwith them as (select 1 as one) select * from them union select 2",
        "select ';' as semicolon, $$; select 2$$ as quoted",
    ],
)
def test_a_statement_that_reads_is_run(analyst: SupersetSession, analysis: int, sql: str) -> None:
    assert status_of(analyst, analysis, sql) == 200


@pytest.mark.parametrize("sql", [*ATTEMPTS, *BY_FUNCTION])
def test_any_other_is_refused(analyst: SupersetSession, analysis: int, sql: str) -> None:
    assert status_of(analyst, analysis, sql) != 200


def test_no_sql_on_what_is_published(analyst: SupersetSession, analysis: int) -> None:
    others = [number for number in range(1, analysis + 3) if number != analysis]
    assert {status_of(analyst, number, "select 1") for number in others} <= {403, 404, 422, 500}


def test_the_coordinator_has_no_sql(coordinator: SupersetSession, analysis: int) -> None:
    assert status_of(coordinator, analysis, "select 1") == 403
