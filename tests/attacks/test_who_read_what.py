"""Each reading is written down before anybody has a row; nobody else reads that, and nobody changes it."""

import getpass
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from joining import Join
from psycopg.rows import dict_row
from running_stack import Stack
from superset_session import SupersetSession

pytestmark = pytest.mark.stack

PANORAMA = "faro://dashboards/panorama/es"
CANARY = "Guaria Morada"
Ask = Callable[[SupersetSession], Any]


@contextmanager
def witnessed(stack: Stack) -> Iterator[list[dict[str, Any]]]:
    """What was written down meanwhile."""
    found: list[dict[str, Any]] = []
    with psycopg.connect(stack.uri("faro_governance"), row_factory=dict_row, autocommit=True) as connection:
        before = connection.execute("select coalesce(max(reading_id), 0) as last from audit.reading").fetchone()
        yield found
        query = "select * from audit.reading where reading_id > %s order by reading_id"
        found += connection.execute(query, [before and before["last"]])


@pytest.fixture(scope="module")
def question(coordinator: SupersetSession, panorama: dict[str, Any]) -> dict[str, Any]:
    """What the page asks for its chart of key figures."""
    charts = coordinator.ask("/api/v1/dashboard/panorama/charts").json()["result"]
    form = next(one["form_data"] for one in charts if one["slice_name"] == "Cifras clave")
    order = [json.loads(declared) for declared in form["order_by_cols"]]
    asked = {"columns": form["all_columns"], "row_limit": form["row_limit"], "orderby": order}
    return {
        "datasource": {"id": int(form["datasource"].split("__")[0]), "type": "table"},
        "form_data": {**form, "dashboardId": panorama["id"]},
        "queries": [asked],
        "result_format": "json",
        "result_type": "full",
    }


def sql(session: SupersetSession, statement: str, database: str = "faro_analisis") -> Any:
    asked = {"database_id": session.database(database), "sql": statement, "runAsync": False}
    return session.ask("/api/v1/sqllab/execute/", "POST", asked)


def test_who_opens_a_dashboard_is_written_down(stack: Stack, coordinator: SupersetSession) -> None:
    with witnessed(stack) as readings:
        coordinator.ask("/api/v1/dashboard/panorama")
    assert [(one["account"], one["act"], one["dashboard"]) for one in readings] == [
        ("coordinacion", "opened", PANORAMA)
    ]


def test_each_person_who_reads_a_chart_is_written_down(
    stack: Stack, coordinator: SupersetSession, analyst: SupersetSession, question: dict[str, Any]
) -> None:
    """Also who would be answered from what another one was told a moment before."""
    for session, account in ((coordinator, "coordinacion"), (analyst, "analista")):
        with witnessed(stack) as readings:
            answer = session.ask("/api/v1/chart/data", "POST", {**question, "force": session is coordinator})
            assert answer.status_code == 200, answer.text
        told = answer.json()["result"][0]
        (reading,) = readings
        assert (reading["account"], reading["act"], reading["through"]) == (account, "read", "faro_reader")
        assert (reading["dashboard"], reading["chart"]) == (PANORAMA, "faro://charts/key_figures/es")
        assert reading["row_count"] == told["rowcount"] > 0
        assert "release.key_figure" in reading["relations"]  # beside what its views are made of
    with witnessed(stack) as readings:
        assert coordinator.ask("/api/v1/chart/data", "POST", question).json()["result"][0]["is_cached"]
    assert readings == []


@pytest.mark.parametrize(
    ("statement", "relations"),
    [
        ("select * from core.dim_sex", ["core.dim_sex"]),
        (
            "with s as (select 1 from core.dim_sex as a, core.dim_date as b) select count(*) from s",
            ["core.dim_date", "core.dim_sex"],
        ),
        (f"select '{CANARY}' as word from core.dim_sex", ["core.dim_sex"]),
        ("select 1 as one", []),
        ("select count(*) as persons from core.dim_person", ["exact.analysis_key", "exact.person_profile"]),
    ],
)
def test_what_an_analyst_reads_is_written_down_without_a_value(
    stack: Stack, analyst: SupersetSession, statement: str, relations: list[str]
) -> None:
    with witnessed(stack) as readings:
        answer = sql(analyst, statement)
        assert answer.status_code == 200
    (reading,) = readings
    assert (reading["account"], reading["through"]) == ("analista", "faro_analyst")
    assert (reading["relations"], reading["row_count"]) == (relations, len(answer.json()["data"]))
    assert CANARY not in str(reading)


def test_an_error_that_quotes_what_it_read_is_a_reading(stack: Stack, analyst: SupersetSession) -> None:
    with witnessed(stack) as readings:
        assert sql(analyst, "select (sex_key::text || 'x')::integer from core.dim_sex").status_code == 422
    assert [(one["relations"], one["row_count"]) for one in readings] == [(["core.dim_sex"], None)]


def test_what_leaves_as_a_file_is_written_down(stack: Stack, analyst: SupersetSession) -> None:
    ran = sql(analyst, "select * from core.dim_sex").json()
    with witnessed(stack) as readings:
        file = analyst.client.post(
            "/api/v1/sqllab/export_streaming/",
            data={"client_id": ran["query"]["id"], "csrf_token": analyst.token},
            headers={"X-CSRFToken": analyst.token, "Referer": str(analyst.client.base_url)},
        )
        assert file.status_code == 200, file.text
        assert file.text.count("\n") > 1
    assert [(one["account"], one["relations"]) for one in readings] == [("analista", ["core.dim_sex"])]


@pytest.mark.parametrize(
    ("statement", "options", "through", "relations"),
    [
        ("select * from core.dim_sex", (), "faro_analyst", ["core.dim_sex"]),
        ("select count(*) from ops.open_finding", ("--quality",), "faro_quality", ["ops.finding"]),
        ("select (sex_key::text || 'x')::integer from core.dim_sex", (), "faro_analyst", ["core.dim_sex"]),
    ],
    ids=["analyst", "quality", "error"],
)
def test_who_asks_in_a_terminal_is_written_down(
    stack: Stack, statement: str, options: tuple[str, ...], through: str, relations: list[str]
) -> None:
    """By the name that the machine knows them by, which is nobody's in Superset."""
    with witnessed(stack) as readings:
        stack.faro("sql", *options, statement, check=False)
    (reading,) = readings
    assert reading["account"] == f"faro sql: {getpass.getuser()}"
    assert reading["through"] == through
    assert set(relations) <= set(reading["relations"])


def test_a_second_statement_is_not_answered_in_a_terminal(stack: Stack) -> None:
    refused = stack.faro("sql", f"select 1; select '{CANARY}' from core.dim_sex", check=False)
    assert refused.returncode == 10
    assert CANARY not in refused.stdout


@contextmanager
def nothing_written(stack: Stack) -> Iterator[None]:
    """As if the place where readings are written down had failed."""
    with psycopg.connect(stack.uri("postgres"), autocommit=True) as connection:
        connection.execute("alter role faro_recorder connection limit 0")
        connection.execute("revoke insert (account) on audit.reading from faro_recorder")
        try:
            yield
        finally:
            connection.execute("grant insert (account) on audit.reading to faro_recorder")
            connection.execute("alter role faro_recorder connection limit 60")


def test_what_cannot_be_written_down_is_not_read(
    stack: Stack, analyst: SupersetSession, coordinator: SupersetSession, question: dict[str, Any]
) -> None:
    with nothing_written(stack):
        refused = sql(analyst, f"select '{CANARY}' || sex_key from core.dim_sex")
        chart = coordinator.ask("/api/v1/chart/data", "POST", {**question, "force": True})
        opened = coordinator.status("/api/v1/dashboard/panorama")
        in_terminal = stack.faro("sql", f"select '{CANARY}' from core.dim_sex", check=False)
    assert refused.status_code == 422
    assert "anotar" in refused.text
    assert "data" not in refused.json()
    assert chart.status_code != 200 or not chart.json()["result"][0]["data"]
    assert opened == 500
    assert (in_terminal.returncode, "anotar" in in_terminal.stderr, CANARY in in_terminal.stdout) == (10, True, False)


def test_governance_alone_asks_who_read_what(
    stack: Stack, join: Join, analyst: SupersetSession, administrator: SupersetSession
) -> None:
    governance = SupersetSession(stack.superset_url).sign_in(
        "prueba.gobernanza", join("prueba.gobernanza", "gobernanza")
    )
    answer = sql(governance, "select account, relations from audit.reading", "faro_gobernanza")
    assert answer.status_code == 200, answer.text
    assert answer.json()["data"]
    assert sql(governance, "select * from core.dim_sex", "faro_gobernanza").status_code == 422
    database = governance.database("faro_gobernanza")
    assert [one["database_name"] for one in governance.ask("/api/v1/database/").json()["result"]] == ["faro_gobernanza"]
    asked = {"database_id": database, "sql": "select * from audit.reading", "runAsync": False}
    for other in (analyst, administrator):
        refused = other.ask("/api/v1/sqllab/execute/", "POST", asked)
        assert (refused.status_code, "data" in refused.json()) == (422, False)


def test_nobody_deletes_the_log_of_superset(analyst: SupersetSession, administrator: SupersetSession) -> None:
    for session in (analyst, administrator):
        assert session.status("/api/v1/log/1", "DELETE") in {403, 404, 405}
        assert session.status("/api/v1/log/", "DELETE") in {403, 404, 405}
