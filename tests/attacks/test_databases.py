"""Superset connects to the databases that come from git, as they come from there, and for whoever may ask them."""

import json
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from threading import Thread
from typing import Any

import httpx
import pytest
from running_stack import Demo, Stack
from superset_session import SupersetSession

pytestmark = pytest.mark.stack

ADDRESS = "/api/v1/database/"
GOVERNANCE = "faro_gobernanza"
#: A table that is there, and one that is not, of each database that one role alone asks.
TABLES = {GOVERNANCE: "audit.reading", "faro_calidad": "quarantine.row", "faro_enlace_pani": "raw_pani.nothing"}


class Listener:
    """Somebody's server, to which a password might be sent."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])
        self.calls = 0
        Thread(target=self._answer, daemon=True).start()

    def _answer(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                self.calls += 1
                connection.close()

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    listener = Listener()
    yield listener
    listener.close()


@pytest.fixture(scope="module")
def numbers(demo: Demo, stack: Stack) -> dict[str, int]:
    with demo.superuser("superset") as connection:
        return dict(connection.execute("select database_name, id from dbs").fetchall())


def stored(demo: Demo) -> list[Any]:
    with demo.superuser("superset") as connection:
        return connection.execute("select database_name, sqlalchemy_uri, extra from dbs order by 1").fetchall()


Try = Callable[[SupersetSession, dict[str, Any], int], httpx.Response]
ATTEMPTS: dict[str, Try] = {
    "tried": lambda admin, given, _: admin.ask(ADDRESS + "test_connection/", "POST", given),
    "tried as parameters": lambda admin, given, _: admin.ask(
        ADDRESS + "validate_parameters/",
        "POST",
        {"engine": "postgresql", "configuration_method": "sqlalchemy_form", **given},
    ),
    "added": lambda admin, given, _: admin.ask(ADDRESS, "POST", {**given, "database_name": "otra"}),
    "changed": lambda admin, given, number: admin.ask(f"{ADDRESS}{number}", "PUT", {"extra": given["extra"]}),
    "removed": lambda admin, _, number: admin.ask(f"{ADDRESS}{number}", "DELETE"),
}


@pytest.mark.parametrize("attempt", ATTEMPTS.values(), ids=ATTEMPTS)
def test_whoever_administers_leads_no_connection_elsewhere(
    demo: Demo, administrator: SupersetSession, numbers: dict[str, int], listener: Listener, attempt: Try
) -> None:
    """By its options: of a stored address a request knows all but the password, which Superset puts in."""
    before, number = stored(demo), numbers[GOVERNANCE]
    known = administrator.ask(f"{ADDRESS}{number}/connection").json()["result"]["sqlalchemy_uri"]
    options = {"connect_args": {"host": "127.0.0.1", "port": listener.port, "sslmode": "disable"}}
    given = {
        "database_name": GOVERNANCE,
        "sqlalchemy_uri": known,
        "extra": json.dumps({"engine_params": options}),
    }
    assert attempt(administrator, given, number).status_code == 403
    assert listener.calls == 0
    assert stored(demo) == before


@pytest.mark.parametrize("account", ["analista", "admin"])
@pytest.mark.parametrize("database", TABLES)
def test_nobody_makes_a_dataset_where_they_may_not_ask(
    sign_in: Callable[[str], SupersetSession], numbers: dict[str, int], account: str, database: str
) -> None:
    """Nor learns whether a table is there."""
    session = sign_in(account)
    schema, table = TABLES[database].split(".")
    named = {"schema": schema, "table_name": table}
    answers = [
        session.ask("/api/v1/dataset/", "POST", {"database": numbers[database], **named}),
        session.ask("/api/v1/dataset/get_or_create/", "POST", {"database_id": numbers[database], **named}),
        session.ask("/api/v1/dataset/", "POST", {"database": numbers[database], **named, "table_name": "otra"}),
    ]
    assert {answer.status_code for answer in answers} == {403}
    assert len({answer.text for answer in answers}) == 1


@pytest.mark.parametrize("database", [*TABLES, "faro_publicado"])
def test_a_dataset_is_not_moved_there(
    analyst: SupersetSession, numbers: dict[str, int], made: dict[str, int], database: str
) -> None:
    path = f"/api/v1/dataset/{made['dataset']}"
    assert analyst.status(path, "PUT", {"database_id": numbers[database]}) == 403
    saved = {"id": made["dataset"], "type": "table", "database": {"id": numbers[database]}, "sql": "select 1 as one"}
    form = {"data": json.dumps(saved | {"columns": [], "metrics": [], "table_name": "dim_person"})}
    headers = {"X-CSRFToken": analyst.token, "Referer": str(analyst.client.base_url)}
    assert analyst.client.post("/datasource/save/", data=form, headers=headers).status_code in {400, 403, 422}
    stands_on = analyst.ask(path).json()["result"]["database"]["database_name"]
    assert stands_on == "faro_analisis"


@pytest.mark.parametrize("database", TABLES)
def test_whoever_administers_does_not_ask_what_is_one_roles(
    administrator: SupersetSession, numbers: dict[str, int], database: str
) -> None:
    question = {"database_id": numbers[database], "sql": f"select count(*) from {TABLES[database]}"}
    assert administrator.status("/api/v1/sqllab/execute/", "POST", question) in {403, 422}
