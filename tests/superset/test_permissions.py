"""Who may do what in Superset, asked over HTTP as the person would."""

import pytest
from superset_session import SupersetSession

pytestmark = pytest.mark.stack

DASHBOARD = "/superset/dashboard/panorama/"
FORBIDDEN_TO_READERS = (
    ("GET", "/sqllab/"),
    ("GET", "/sqllab/history/"),
    ("POST", "/api/v1/sqllab/execute/"),
    ("GET", "/api/v1/sqllab/"),
    ("GET", "/api/v1/query/"),
    ("GET", "/api/v1/saved_query/"),
    ("GET", "/api/v1/dataset/"),
    ("GET", "/api/v1/dataset/1"),
    ("POST", "/api/v1/dataset/"),
    ("GET", "/tablemodelview/list/"),
    ("GET", "/api/v1/database/"),
    ("GET", "/api/v1/database/1"),
    ("POST", "/api/v1/database/"),
    ("GET", "/databaseview/list/"),
    ("POST", "/api/v1/chart/"),
    ("PUT", "/api/v1/chart/1"),
    ("DELETE", "/api/v1/chart/1"),
    ("GET", "/explore/"),
    ("POST", "/api/v1/dashboard/"),
    ("PUT", "/api/v1/dashboard/1"),
    ("DELETE", "/api/v1/dashboard/1"),
    ("GET", "/users/list/"),
    ("GET", "/roles/list/"),
)


def run_sql(session: SupersetSession, sql: str) -> tuple[int, str]:
    identity = session.database("faro_analisis")
    answer = session.ask("/api/v1/sqllab/execute/", "POST", {"database_id": identity, "sql": sql, "runAsync": False})
    return answer.status_code, answer.text


def test_the_coordinator_reads_the_dashboard(coordinator: SupersetSession) -> None:
    assert coordinator.status(DASHBOARD) == 200
    assert coordinator.status("/api/v1/dashboard/panorama") == 200
    charts = coordinator.ask("/api/v1/dashboard/panorama/charts").json()["result"]
    assert "Cifras clave" in {chart["slice_name"] for chart in charts}


def test_the_coordinator_starts_at_the_dashboard(coordinator: SupersetSession) -> None:
    assert coordinator.ask("/").headers["location"].endswith(DASHBOARD)
    assert coordinator.ask("/superset/welcome/").headers["location"].endswith(DASHBOARD)


@pytest.mark.parametrize(("method", "path"), FORBIDDEN_TO_READERS, ids=lambda value: value)
def test_the_coordinator_is_refused(coordinator: SupersetSession, method: str, path: str) -> None:
    assert coordinator.status(path, method, {} if method in {"POST", "PUT"} else None) == 403


def test_a_refused_page_is_a_sentence_in_spanish(coordinator: SupersetSession) -> None:
    page = coordinator.client.get("/sqllab/", headers={"Accept": "text/html"})
    assert page.status_code == 403
    assert "No tiene permiso" in page.text


def test_the_coordinator_is_offered_no_chart_outside_a_dashboard(coordinator: SupersetSession) -> None:
    assert coordinator.ask("/api/v1/chart/").json()["count"] == 0


def test_the_coordinator_cannot_query_a_dataset_outside_a_dashboard(coordinator: SupersetSession) -> None:
    question = {"datasource": {"id": 1, "type": "table"}, "queries": [{"columns": ["status"], "metrics": []}]}
    assert coordinator.status("/api/v1/chart/data", "POST", question) == 403


def test_the_analyst_queries_the_star(analyst: SupersetSession) -> None:
    assert analyst.status("/sqllab/") == 200
    status, text = run_sql(analyst, "select count(*) as rows from core.fct_reported_offence")
    assert status == 200, text


@pytest.mark.parametrize("table", ["identity.person", "work.delivery", "pg_catalog.pg_authid"])
def test_the_analyst_reaches_no_identity_and_no_unjudged_row(analyst: SupersetSession, table: str) -> None:
    status, text = run_sql(analyst, f"select * from {table} limit 1")
    assert status != 200
    assert any(reason in text for reason in ("permission denied", "does not exist", "disallowed table"))


@pytest.mark.parametrize("sql", ["create table core.mine as select 1", "delete from release.key_figure"])
def test_the_analyst_changes_no_data(analyst: SupersetSession, sql: str) -> None:
    assert run_sql(analyst, sql)[0] != 200


def test_the_analyst_administers_nothing(analyst: SupersetSession) -> None:
    assert analyst.status("/users/list/") == 403
    assert analyst.status("/api/v1/database/", "POST", {"database_name": "mine"}) == 403


@pytest.mark.parametrize("path", [DASHBOARD, "/sqllab/", "/superset/welcome/", "/chart/list/"])
def test_anonymous_is_sent_to_the_login_page(stack, path: str) -> None:  # type: ignore[no-untyped-def]
    answer = SupersetSession(stack.superset_url).ask(path)
    if path == "/superset/welcome/":
        answer = SupersetSession(stack.superset_url).ask(answer.headers["location"])
    assert answer.status_code == 302
    assert "/login" in answer.headers["location"]


@pytest.mark.parametrize("kind", ["dashboard", "chart", "dataset", "database"])
def test_anonymous_gets_no_data(stack, kind: str) -> None:  # type: ignore[no-untyped-def]
    answer = SupersetSession(stack.superset_url).ask(f"/api/v1/{kind}/")
    assert answer.status_code in {401, 403} or answer.json()["count"] == 0


def test_anonymous_writes_nothing(stack) -> None:  # type: ignore[no-untyped-def]
    answer = SupersetSession(stack.superset_url).ask("/api/v1/chart/", "POST", {"slice_name": "mine"})
    assert answer.status_code in {400, 401, 403}


def test_a_page_without_anybody_reports_nothing_and_leaves_the_session_alone(stack) -> None:  # type: ignore[no-untyped-def]
    page = SupersetSession(stack.superset_url)
    page.ask("/login/")
    answer = page.ask("/superset/log/?explode=events", "POST", {"events": []})
    assert (answer.status_code, answer.headers.get("set-cookie")) == (204, None)
