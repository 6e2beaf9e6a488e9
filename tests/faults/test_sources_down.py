"""Sources that do not answer or refuse us: told with the remedy, harming nobody else, and well again by themselves."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from asyncssh import generate_private_key
from psycopg import sql
from waiting import wait_until

if TYPE_CHECKING:
    from running_stack import Demo, Stack

pytestmark = pytest.mark.stack

SECONDS = 180


def supervisor(stack: Stack, action: str, service: str = "institutions") -> None:
    address = f"unix://{stack.home}/run/s"
    command = [sys.executable, "-m", "supervisor.supervisorctl", "-s", address, action, service]
    subprocess.run(command, check=True, capture_output=True, timeout=60)


def entry(stack: Stack, dataset: str, locale: str = "es_CR.UTF-8") -> dict[str, Any]:
    return type(stack)(stack.home, stack.environment | {"LANG": locale}).dataset(*dataset.split("/"))


def is_unreachable(stack: Stack, dataset: str) -> bool:
    return bool(entry(stack, dataset)["state"] == "unreachable")


def is_ready(stack: Stack) -> bool:
    return bool(stack.status()["services"]["institutions"] == "ready")


def told(stack: Stack, dataset: str, locale: str) -> str:
    """The message of the finding about the source itself."""
    (finding,) = [each for each in entry(stack, dataset, locale)["findings"] if each["code"].startswith("Source")]
    assert finding["severity"] == "critical"
    return str(finding["message"])


@contextmanager
def stopped(stack: Stack) -> Iterator[None]:
    """The institutions' SFTP server and API are down within."""
    supervisor(stack, "stop")
    try:
        yield
    finally:
        supervisor(stack, "start")


def test_a_source_that_is_down_harms_no_other_and_recovers_by_itself(demo: Demo, ruined: Stack) -> None:
    with stopped(ruined):
        waiting = demo.start_faro("ingest", "oij", "dgme")
        for dataset in ("oij/police_statistics", "dgme/border_entries"):
            is_told = partial(is_unreachable, ruined, dataset)
            wait_until(is_told, f"{dataset} is not told", SECONDS)
            for locale, remedy in (("es_CR.UTF-8", "Se intentará de nuevo"), ("en_US.UTF-8", "It will be tried again")):
                message = told(ruined, dataset, locale)
                assert dataset in message
                assert remedy in message
        ruined.faro("ingest", "linea145")
        for dataset in ("linea145/reports", "linea145/persons"):
            assert entry(ruined, dataset)["state"] == "current"
    waiting.communicate(timeout=600)  # the retries of Airflow go on
    for dataset in ("oij/police_statistics", "dgme/border_entries"):
        assert entry(ruined, dataset)["state"] in {"current", "rejected"}
        assert [each for each in entry(ruined, dataset)["findings"] if each["code"].startswith("Source")] == []


@pytest.fixture(scope="module")
def refused(demo: Demo) -> Iterator[Stack]:
    """A stack whose SFTP server has another host key, and whose hotline no longer knows our password."""
    stack = demo.running()
    host_key = stack.home / "institutions" / "ssh_host_ed25519"
    own_key = host_key.read_bytes()
    deliveries = stack.sql("select count(*) as rows from ops.delivery")
    late = stack.outbox("oij") / "con_la_clave_cambiada.csv"
    try:
        _replace(host_key, generate_private_key("ssh-ed25519").export_private_key())
        _set_password(demo, "linea145_reader", "another")
        supervisor(stack, "restart")
        wait_until(lambda: is_ready(stack), "the institutions do not start", SECONDS)
        late.write_bytes(next(stack.outbox("oij").glob("oij_*.csv")).read_bytes() + b"\r\n")
        stack.faro("ingest", "oij", "linea145")
        assert stack.sql("select count(*) as rows from ops.delivery") == deliveries
        yield stack
    finally:
        late.unlink(missing_ok=True)
        _replace(host_key, own_key)
        _set_password(demo, "linea145_reader", stack.secret("linea145_reader"))
        supervisor(stack, "restart")
        wait_until(lambda: is_ready(stack), "the institutions do not start", SECONDS)
        stack.faro("ingest", "oij", "linea145")


def _replace(key: Path, content: bytes) -> None:
    key.unlink()
    key.write_bytes(content)
    key.chmod(0o600)


def _set_password(demo: Demo, role: str, password: str) -> None:
    with psycopg.connect(demo.stack.institution_uri("postgres", "linea145")) as connection:
        connection.execute(sql.SQL("alter role {} password {}").format(sql.Identifier(role), sql.Literal(password)))


@pytest.mark.parametrize(
    ("dataset", "connection"),
    [
        ("oij/police_statistics", "oij_sftp"),
        ("linea145/reports", "linea145_postgres"),
        ("linea145/persons", "linea145_postgres"),
    ],
)
def test_a_changed_host_key_and_a_wrong_password_are_told_with_what_to_do(
    refused: Stack, dataset: str, connection: str
) -> None:
    assert entry(refused, dataset)["state"] == "unreachable"
    for locale, remedy in (
        ("es_CR.UTF-8", "Confirme con la institución"),
        ("en_US.UTF-8", "Confirm with the institution"),
    ):
        message = told(refused, dataset, locale)
        assert dataset in message
        assert remedy in message
        assert connection in message


def test_the_figures_stay_while_a_source_refuses_us(refused: Stack) -> None:
    assert entry(refused, "dgme/border_entries")["state"] == "current"
    (counted,) = refused.sql("select count(*) as rows from core.fct_reported_offence")
    assert counted["rows"] > 0


def test_asking_in_vain_is_not_repeated(demo: Demo, refused: Stack) -> None:
    """A refusal does not end by trying again: the task ran once."""
    with demo.superuser("airflow") as connection:
        tries = connection.execute(
            "select max(try_number) from task_instance join (select run_id from dag_run"
            " where dag_id = 'ingest_linea145' order by id desc limit 1) as newest using (run_id)"
            " where task_id = 'reports.receive'"
        ).fetchone()
    assert tries == (1,)
