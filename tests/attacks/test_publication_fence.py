"""From analysis to publication there is no way but git: every way that Superset offers is tried as the person would."""

from typing import Any

import psycopg
import pytest
from provisioning.assets import read_assets
from provisioning.check import tables_read
from running_stack import Stack
from superset_session import SupersetSession

pytestmark = pytest.mark.stack

READERS = "coordinación"
PUBLISHED = {dashboard["title"]["es"] for dashboard in read_assets().dashboards.values()}
Made = dict[str, int]


@pytest.fixture(scope="module")
def readers(panorama: dict[str, Any]) -> int:
    """Id of the role of readers."""
    return int(next(role["id"] for role in panorama["roles"] if role["name"] == READERS))


def rows_of(made: Made, **form: Any) -> dict[str, Any]:
    """A question for persons, as the page of that chart would ask it."""
    return {
        "datasource": {"id": made["dataset"], "type": "table"},
        "form_data": {"slice_id": made["chart"], "dashboardId": made["dashboard"], **form},
        "queries": [{"columns": ["province_key"], "metrics": [], "row_limit": 10}],
    }


def test_analysts_work_with_what_they_made(analyst: SupersetSession, made: Made) -> None:
    answer = analyst.ask("/api/v1/chart/data", "POST", rows_of(made))
    assert answer.status_code == 200, answer.text
    mine = {"dashboards": [made["dashboard"]]}
    assert analyst.status(f"/api/v1/chart/{made['chart']}", "PUT", mine) == 200
    layout = {"json_metadata": "{}", "published": True, "roles": []}
    assert analyst.status(f"/api/v1/dashboard/{made['dashboard']}", "PUT", layout) == 200
    assert analyst.status(f"/api/v1/dashboard/{made['dashboard']}") == 200


@pytest.mark.parametrize("account", ["analyst", "administrator"])
def test_no_request_opens_a_dashboard_to_readers(
    account: str, request: pytest.FixtureRequest, made: Made, readers: int
) -> None:
    session: SupersetSession = request.getfixturevalue(account)
    opened = {"dashboard_title": "Abierto", "roles": [readers], "published": True}
    answer = session.ask("/api/v1/dashboard/", "POST", opened)
    assert answer.status_code == 403
    assert "revisión" in answer.json()["errors"][0]["message"]
    assert session.status(f"/api/v1/dashboard/{made['dashboard']}", "PUT", {"roles": [readers]}) == 403


def test_no_chart_is_put_into_a_dashboard_from_git(
    analyst: SupersetSession, coordinator: SupersetSession, made: Made, panorama: dict[str, Any]
) -> None:
    assert analyst.status(f"/api/v1/chart/{made['chart']}", "PUT", {"dashboards": [panorama["id"]]}) == 403
    charts = coordinator.ask("/api/v1/dashboard/panorama/charts").json()["result"]
    assert {chart["slice_name"] for chart in charts} == set(panorama["charts"])


def test_a_new_chart_is_not_put_there_either(analyst: SupersetSession, made: Made, panorama: dict[str, Any]) -> None:
    chart = {"slice_name": "Otro", "viz_type": "table", "datasource_id": made["dataset"], "datasource_type": "table"}
    assert analyst.status("/api/v1/chart/", "POST", chart | {"dashboards": [panorama["id"]]}) == 403


@pytest.mark.parametrize("account", ["analyst", "administrator"])
@pytest.mark.parametrize(
    "change",
    [
        ("chart", {"query_context": "{}", "query_context_generation": True}),
        ("chart", {"is_managed_externally": False}),
        ("dashboard", {"dashboard_title": "Otro"}),
        ("dashboard", {"is_managed_externally": False, "external_url": None}),
        ("dashboard", {"roles": []}),
        ("dataset", {"sql": "select 1 as year"}),
        ("dataset", {"is_managed_externally": False}),
    ],
    ids=str,
)
def test_what_comes_from_git_is_not_changed_by_a_request(
    account: str, request: pytest.FixtureRequest, panorama: dict[str, Any], change: tuple[str, dict[str, Any]]
) -> None:
    session: SupersetSession = request.getfixturevalue(account)
    kind, content = change
    charts = session.ask("/api/v1/dashboard/panorama/charts").json()["result"]
    dataset = int(charts[0]["form_data"]["datasource"].split("__")[0])
    identity = {"chart": charts[0]["id"], "dashboard": panorama["id"], "dataset": dataset}[kind]
    assert session.status(f"/api/v1/{kind}/{identity}", "PUT", content) in {403, 404}


def test_a_copy_of_a_dashboard_from_git_carries_no_readers(
    analyst: SupersetSession, coordinator: SupersetSession, panorama: dict[str, Any]
) -> None:
    copy = {"dashboard_title": "Copia", "json_metadata": panorama["json_metadata"], "duplicate_slices": False}
    answer = analyst.ask(f"/api/v1/dashboard/{panorama['id']}/copy/", "POST", copy)
    assert answer.status_code == 403
    titles = {one["dashboard_title"] for one in coordinator.ask("/api/v1/dashboard/").json()["result"]}
    assert titles == PUBLISHED


@pytest.mark.parametrize("kind", ["dashboard", "chart", "dataset", "assets", "database", "saved_query"])
@pytest.mark.parametrize("account", ["analyst", "administrator"])
def test_nothing_is_imported_by_a_request(account: str, request: pytest.FixtureRequest, kind: str) -> None:
    session: SupersetSession = request.getfixturevalue(account)
    assert session.status(f"/api/v1/{kind}/import/", "POST", {}) == 403


def test_readers_open_no_dashboard_of_an_analyst(
    analyst: SupersetSession, coordinator: SupersetSession, made: Made
) -> None:
    reader = coordinator.ask("/api/v1/me/").json()["result"]["id"]
    author = analyst.ask("/api/v1/me/").json()["result"]["id"]
    for kind in ("dashboard", "chart", "dataset"):
        assert analyst.status(f"/api/v1/{kind}/{made[kind]}", "PUT", {"owners": [author, reader]}) == 403
    assert coordinator.status(f"/api/v1/dashboard/{made['dashboard']}") in {403, 404}
    assert coordinator.status(f"/api/v1/dashboard/{made['dashboard']}/charts") in {403, 404}
    assert coordinator.status("/api/v1/chart/data", "POST", rows_of(made)) == 403
    assert coordinator.status("/api/v1/chart/data", "POST", rows_of(made, dashboardId=None, slice_id=None)) == 403


def test_a_dataset_is_not_moved_onto_the_published_database(
    administrator: SupersetSession, analyst: SupersetSession, made: Made
) -> None:
    published = administrator.database("faro_publicado")
    assert analyst.status(f"/api/v1/dataset/{made['dataset']}", "PUT", {"database_id": published}) in {403, 422}
    assert analyst.status(f"/api/v1/dataset/{made['dataset']}") == 200


def test_rows_stay_behind_the_fence_even_where_superset_was_told_otherwise(
    stack: Stack, coordinator: SupersetSession, made: Made, readers: int
) -> None:
    """Whoever writes into Superset's own database opens a dashboard, and still no row of persons."""
    with psycopg.connect(stack.uri("superset", "superset", "superset_database")) as connection:
        of_dashboard = {"dashboard": made["dashboard"], "role": readers}
        connection.execute("update dashboards set published = true where id = %(dashboard)s", of_dashboard)
        connection.execute(
            "insert into dashboard_roles (dashboard_id, role_id) values (%(dashboard)s, %(role)s)", of_dashboard
        )
    try:
        assert coordinator.status("/api/v1/chart/data", "POST", rows_of(made)) == 403
        assert coordinator.status(f"/api/v1/dashboard/{made['dashboard']}") in {403, 404}
    finally:
        with psycopg.connect(stack.uri("superset", "superset", "superset_database")) as connection:
            connection.execute("delete from dashboard_roles where dashboard_id = %s", [made["dashboard"]])


def test_postgresql_gives_readers_what_their_dashboards_show_and_no_more(stack: Stack) -> None:
    """The second fence, asked without Superset: with its rules gone, the account of its readers still reads no more."""
    with psycopg.connect(stack.uri("faro_reader")) as connection:
        readable = connection.execute(
            "select relname, relnamespace::regnamespace::text from pg_class"
            " where relkind in ('r', 'v', 'm', 'p', 'f') and relnamespace::regnamespace::text !~ '^(pg_|information_)'"
            " and has_schema_privilege(relnamespace, 'usage') and has_any_column_privilege(oid, 'select')"
        ).fetchall()
        assert {schema for _, schema in readable} == {"release"}
        assert {name for name, _ in readable} == tables_read(read_assets())
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("select * from core.dim_person limit 1")
