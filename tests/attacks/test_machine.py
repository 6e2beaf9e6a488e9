"""What another account of the machine, or another machine, could reach without asking Faro."""

import stat
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path

import psutil
import pytest
from running_stack import Stack

pytestmark = pytest.mark.stack


def processes(stack: Stack) -> Iterator[psutil.Process]:
    supervisor = psutil.Process(int((stack.home / "run" / "supervisord.pid").read_text()))
    yield from (supervisor, *supervisor.children(recursive=True))


def test_every_socket_that_listens_does_so_on_loopback(stack: Stack) -> None:
    listening = {
        (process.name(), connection.laddr.ip, connection.laddr.port)
        for process in processes(stack)
        for connection in process.net_connections("inet")
        if connection.status == psutil.CONN_LISTEN or connection.type != 1
    }
    ports = {port for _, _, port in listening}
    assert {stack.port(name) for name in ("superset", "airflow", "portal", "postgres")} <= ports
    assert [socket for socket in listening if not ip_address(socket[1]).is_loopback] == []


def open_to_others(folder: Path) -> Iterator[Path]:
    """Files that others may read, and folders that others may list."""
    for path in (folder, *folder.rglob("*")):
        mode = path.lstat().st_mode
        if not stat.S_ISLNK(mode) and mode & 0o066:
            yield path


def test_nobody_but_the_owner_reads_what_faro_keeps(stack: Stack) -> None:
    written = {path.name for path in stack.home.iterdir()}
    assert {"logs", "great_expectations", "institutions", "site", "airflow", "superset", "secrets.json"} <= written
    assert [str(path.relative_to(stack.home)) for path in open_to_others(stack.home)] == []
