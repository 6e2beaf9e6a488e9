"""A liaison works in Superset with what its institution delivered, and reaches nothing of another by any way."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from joining import Join
from running_stack import Demo, Stack
from superset_session import SupersetSession

from faro.contracts import all_contracts
from faro.powers.declaration import liaison_of

pytestmark = pytest.mark.stack

OWN, OTHER = "pani", "eri"
DATABASE = "faro_enlace_{}"
DATASET = next(contract.dataset for contract in all_contracts() if contract.institution == OWN)
OTHERS = next(contract.dataset for contract in all_contracts() if contract.institution == OTHER)
#: What is the institution's own, each with rows.
OF_ITS_OWN = [
    "ops.delivery", "ops.load", "ops.finding", "ops.response", "ops.validation", "quarantine.row", "liaison.delivery",
    "liaison.finding", "liaison.held_row", "liaison.dataset", f"raw_{OWN}.{DATASET}", f"raw_{OWN}.{DATASET}_current",
    f"raw_{OWN}.{DATASET}_as_of('infinity')", "reference.map_sex",
]  # fmt: skip
OF_OTHERS = [
    f"raw_{OTHER}.{OTHERS}", f"raw_{OTHER}.{OTHERS}_current", f"raw_{OTHER}.{OTHERS}_as_of('infinity')",
    "identity.observation", "identity.person_of_row", "exact.dim_person", "core.dim_person",
    "staging.stg_eri__resolutions", "marts.i01_detected_victims", "release.key_figure", "ops.dataset_status",
    "ops.open_finding", "quarantine.open_row", "correspondence.delivery", "audit.reading",
]  # fmt: skip


@pytest.fixture(scope="module")
def liaison(stack: Stack, join: Join) -> SupersetSession:
    return SupersetSession(stack.superset_url).sign_in("prueba.enlace", join("prueba.enlace", "enlace", OWN))


@pytest.fixture(scope="module")
def databases(demo: Demo, stack: Stack) -> dict[str, int]:
    """Name → id, of all there are."""
    with demo.superuser("superset") as connection:
        return dict(connection.execute("select database_name, id from dbs").fetchall())


def asked(session: SupersetSession, database: int, sql: str) -> tuple[int, Any]:
    """Status and rows, or what was said instead."""
    question = {"database_id": database, "sql": sql, "runAsync": False}
    answer = session.ask("/api/v1/sqllab/execute/", "POST", question)
    return answer.status_code, answer.json()["data"] if answer.status_code == 200 else answer.text


@pytest.mark.parametrize("relation", OF_ITS_OWN)
def test_a_liaison_reads_what_is_its_own(
    liaison: SupersetSession, databases: dict[str, int], stack: Stack, relation: str
) -> None:
    """As many rows as the institution has, who sees all says."""
    status, rows = asked(liaison, databases[DATABASE.format(OWN)], f"select count(*) as n from {relation}")
    assert status == 200, rows
    assert rows[0]["n"] > 0
    if relation.startswith("ops.") and relation != "ops.response":
        (known,) = stack.sql(f"select count(*) as n from {relation} where institution = '{OWN}'")
        assert rows == [known]


@pytest.mark.parametrize("relation", OF_OTHERS)
def test_a_liaison_reads_nothing_of_others(liaison: SupersetSession, databases: dict[str, int], relation: str) -> None:
    status, said = asked(liaison, databases[DATABASE.format(OWN)], f"select count(*) from {relation}")
    assert status != 200
    assert "permission denied" in said or "does not exist" in said


def test_no_row_that_institutions_share_is_anothers(liaison: SupersetSession, databases: dict[str, int]) -> None:
    for relation in ("ops.dataset", "ops.delivery", "ops.load", "ops.finding", "ops.validation", "quarantine.row"):
        query = f"select distinct institution from {relation}"
        assert asked(liaison, databases[DATABASE.format(OWN)], query) == (200, [{"institution": OWN}])


def test_how_many_rows_are_not_shown_is_not_told(liaison: SupersetSession, databases: dict[str, int]) -> None:
    """PostgreSQL would say it in a plan."""
    for statement in ("explain analyze select * from quarantine.row", "show row_security; table ops.load"):
        assert asked(liaison, databases[DATABASE.format(OWN)], statement)[0] != 200


def test_no_other_database_is_asked(liaison: SupersetSession, databases: dict[str, int]) -> None:
    listed = {one["database_name"] for one in liaison.ask("/api/v1/database/").json()["result"]}
    assert listed == {DATABASE.format(OWN)}
    others = databases.keys() - {DATABASE.format(OWN)}
    assert len(others) > 15
    assert {name for name in others if asked(liaison, databases[name], "select 1 as one")[0] == 200} == set()


def test_nobody_else_asks_a_liaisons_database(
    administrator: SupersetSession, analyst: SupersetSession, databases: dict[str, int]
) -> None:
    for session in (administrator, analyst):
        assert asked(session, databases[DATABASE.format(OWN)], "select 1 as one")[0] != 200


@contextmanager
def permitted(connection: psycopg.Connection, permission: str, view: str) -> Iterator[None]:
    """By hand in Superset's metadata, to whoever has the role of that institution's liaison."""
    find = (
        "from ab_permission_view join ab_permission on ab_permission.id = permission_id"
        " join ab_view_menu on ab_view_menu.id = view_menu_id, ab_role"
        f" where ab_permission.name = '{permission}' and ab_view_menu.name like '{view}'"
        f" and ab_role.name = 'enlace {OWN}'"
    )
    rows = connection.execute(
        "insert into ab_permission_view_role (id, permission_view_id, role_id)"
        " select nextval('ab_permission_view_role_id_seq'), ab_permission_view.id, ab_role.id"
        f" {find} returning id".encode()
    ).fetchall()
    assert len(rows) == 1
    try:
        yield
    finally:
        connection.execute("delete from ab_permission_view_role where id = %s", rows[0])


@pytest.mark.parametrize(
    ("permission", "view"),
    [("database_access", f"[{DATABASE.format(OTHER)}].%"), ("all_database_access", "all_database_access")],
)
def test_what_is_permitted_by_mistake_in_superset_opens_no_other_institution(
    liaison: SupersetSession, databases: dict[str, int], demo: Demo, permission: str, view: str
) -> None:
    with demo.superuser("superset") as connection:
        connection.autocommit = True
        with permitted(connection, permission, view):
            assert asked(liaison, databases[DATABASE.format(OTHER)], "select 1 as one")[0] != 200
            query = "select distinct institution from ops.load"
            assert asked(liaison, databases[DATABASE.format(OWN)], query) == (200, [{"institution": OWN}])


def test_a_chart_shows_its_own_rows_and_none_of_others(liaison: SupersetSession, databases: dict[str, int]) -> None:
    """Superset lets a dataset be on any table that the catalogue names."""
    status, rows = charted(liaison, databases, "ops", "load", "institution")
    assert (status, {row["institution"] for row in rows}) == (200, {OWN})
    status, said = charted(liaison, databases, f"raw_{OTHER}", OTHERS, "_load_id")
    assert status != 200
    assert f"permission denied for schema raw_{OTHER}" in said


def charted(
    session: SupersetSession, databases: dict[str, int], schema: str, table: str, column: str
) -> tuple[int, Any]:
    """Status and rows of a column, or what was said instead."""
    on = {"database": databases[DATABASE.format(OWN)], "schema": schema, "table_name": table}
    dataset = session.made("dataset", on)
    question = {
        "datasource": {"id": dataset, "type": "table"},
        "queries": [{"columns": [column], "metrics": [], "row_limit": 100}],
    }
    answer = session.ask("/api/v1/chart/data", "POST", question)
    session.ask(f"/api/v1/dataset/{dataset}", "DELETE")
    return answer.status_code, answer.json()["result"][0]["data"] if answer.status_code == 200 else answer.text


def test_published_dashboards_are_read(liaison: SupersetSession) -> None:
    assert liaison.status("/superset/dashboard/panorama/") == 200
    assert liaison.status("/users/list/") == 403


def test_what_a_liaison_reads_is_written_down(liaison: SupersetSession, databases: dict[str, int], demo: Demo) -> None:
    asked(liaison, databases[DATABASE.format(OWN)], "select count(*) as n from liaison.delivery")
    with demo.superuser() as connection:
        last = connection.execute(
            "select through, relations from audit.reading where account = 'prueba.enlace'"
            " order by reading_id desc limit 1"
        ).fetchone()
    assert last is not None
    assert (last[0], "ops.delivery" in last[1]) == (liaison_of(OWN), True)


def test_a_liaison_is_one_of_an_institution(stack: Stack) -> None:
    person = ("--first-name", "P", "--last-name", "E", "--mail", "p.e@faro.invalid", "--duty")
    for options, told in (
        (("enlace",), "--institution"),
        (("enlace", "--institution", "nadie"), "«nadie»"),
        (("analista", "--institution", OWN), "solo con --duty enlace"),
    ):
        refused = stack.faro("account", "add", "prueba.nadie", *person, *options, check=False)
        assert refused.returncode == 10
        assert told in refused.stderr
