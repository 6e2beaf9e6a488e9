"""Stopped, killed and started again: no process stays, no row is lost or doubled, and what is wrong is said at once."""

from __future__ import annotations

import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import psycopg
import pytest
from broken_files import read_sound
from waiting import wait_until

if TYPE_CHECKING:
    from running_stack import Demo, Stack

pytestmark = pytest.mark.stack

SECONDS = 120
_number = count(1)
#: A load that has written all its rows and waits to write its ledger row.
_CUT_OFF = """
    select client_port from pg_stat_activity
    where usename = 'faro_loader' and wait_event_type = 'Lock' and query like 'insert into ops.load%'
"""


@contextmanager
def load_under_way(demo: Demo, stack: Stack) -> Iterator[tuple[str, subprocess.Popen[str], int]]:
    """A delivery of the same rows in other bytes, held in the middle of its load: file, `faro ingest`, its port."""
    outbox = stack.outbox("oij")
    original = next(outbox.glob("oij_*.csv")).read_bytes()
    name = f"en_plena_carga_{next(_number)}.csv"
    with demo.superuser() as connection:
        connection.execute("lock table ops.load in share mode")
        (outbox / name).write_bytes(original + b"\r\n" * (int(time.time()) % 100_000 // 10 + 1))
        ingest = demo.start_faro("ingest", "oij")
        try:
            with psycopg.connect(stack.uri("postgres"), autocommit=True) as watch:
                (port,) = wait_until(lambda: watch.execute(_CUT_OFF).fetchone(), "no load reaches its end", SECONDS)
            yield name, ingest, port
        finally:
            (outbox / name).unlink(missing_ok=True)


def rows_in_force(stack: Stack) -> int:
    (row,) = stack.sql("select count(*) as rows from raw_oij.police_statistics_current")
    return int(row["rows"])


def assert_loaded_once(demo: Demo, stack: Stack, file: str, in_force: int) -> None:
    """That file's rows are there once, as many are in force and in core as before, and nothing of the broken attempt is
    left."""
    rows = len(read_sound(next(stack.outbox("oij").glob("oij_*.csv")).read_bytes()).rows)
    (load,) = stack.sql(
        "select load_id, state, delivered, accepted, quarantined from ops.delivery"
        f" left join ops.load on load_id = delivery_id where delivery_id = {stack.deliveries_of(file)[-1]}"
    )
    assert (load["state"], load["delivered"], load["accepted"], load["quarantined"]) == ("loaded", rows, rows, 0)
    (raw,) = stack.sql(
        "select count(*) as rows, count(distinct _row_number) as numbers from raw_oij.police_statistics"
        f" where _load_id = {load['load_id']}"
    )
    assert raw == {"rows": rows, "numbers": rows}
    assert rows_in_force(stack) == in_force
    assert stack.sql("select count(*) as rows from core.fct_reported_offence") == [{"rows": in_force}]
    with demo.superuser() as connection:
        assert connection.execute("select tablename from pg_tables where schemaname = 'work'").fetchall() == []


def test_a_task_killed_in_the_middle_of_a_load_is_done_again(demo: Demo, ruined: Stack) -> None:
    in_force = rows_in_force(ruined)
    with load_under_way(demo, ruined) as (name, ingest, port):
        (victim,) = [
            each.pid for each in psutil.net_connections("tcp") if each.laddr and each.laddr.port == port and each.pid
        ]
        psutil.Process(victim).send_signal(signal.SIGKILL)
    output, _ = ingest.communicate(timeout=600)
    assert ingest.returncode == 0, output
    assert_loaded_once(demo, ruined, name, in_force)


def test_a_stack_killed_in_the_middle_of_a_load_starts_again(demo: Demo, ruined: Stack) -> None:
    in_force = rows_in_force(ruined)
    try:
        with load_under_way(demo, ruined) as (name, ingest, _):
            demo.kill()
    except psycopg.OperationalError:
        pass  # the lock's own connection died with the server
    ingest.communicate(timeout=60)
    assert demo.processes() == []
    again = demo.running()
    again.faro("ingest", "oij")
    assert_loaded_once(demo, again, name, in_force)


def test_a_second_demo_of_the_same_home_is_refused(ruined: Stack) -> None:
    refused = ruined.faro("demo", check=False)
    assert refused.returncode == 10
    assert "ya está funcionando" in refused.stderr
    assert ruined.status()["services"]["postgres"] == "ready"


def test_a_port_in_use_is_told_at_once(demo: Demo, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        environment = demo.stack.environment | {"FARO_HOME": str(tmp_path), "FARO_AIRFLOW_PORT": str(port)}
        own = type(demo.stack)(tmp_path, environment | _other_ports(demo))
        refused = own.faro("demo", check=False)
    assert refused.returncode == 10
    assert f"{port}" in refused.stderr
    assert "FARO_AIRFLOW_PORT" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert list(tmp_path.iterdir()) == []


def _other_ports(demo: Demo) -> dict[str, str]:
    """Ports nobody listens on, for all services but Airflow."""
    names = [name for name in demo.stack.environment if name.startswith("FARO_") and name.endswith("_PORT")]
    free = {}
    for name in names:
        if name != "FARO_AIRFLOW_PORT":
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                free[name] = str(probe.getsockname()[1])
    return free


def test_stopping_leaves_nothing_and_a_rejected_delivery_shows_in_the_exit_status(demo: Demo) -> None:
    stack = demo.running()
    accepted = stack.dataset("oij", "police_statistics")["accepted"]
    assert demo.processes() != []
    assert demo.stop(signal.SIGINT) == 0
    assert_nothing_runs(demo)
    broken = stack.outbox("oij") / "rechazado.csv"
    broken.write_bytes(b"<html></html>")
    try:
        once = stack.faro("demo", "--once", check=False)
    finally:
        broken.unlink()
    assert once.returncode == 1, once.stdout + once.stderr
    assert "rechazado.csv" in once.stdout
    assert "Falló la etapa" not in once.stdout
    assert f"{accepted:,}".replace(",", "\N{NO-BREAK SPACE}") in once.stdout
    assert_nothing_runs(demo)


def assert_nothing_runs(demo: Demo) -> None:
    assert [(each.pid, each.name()) for each in demo.processes()] == []
    for name, port in demo.stack.environment.items():
        if name.startswith("FARO_") and name.endswith("_PORT"):
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(("127.0.0.1", int(port)))
