"""What another account of the machine, or another machine, could reach without asking Faro."""

import stat
from collections.abc import Iterator
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path

import httpx
import psutil
import pytest
from running_stack import Stack
from superset_session import SupersetSession

pytestmark = pytest.mark.stack


def processes(stack: Stack) -> Iterator[psutil.Process]:
    supervisor = psutil.Process(int((stack.home / "run" / "supervisord.pid").read_text()))
    yield from (supervisor, *supervisor.children(recursive=True))


def sockets(process: psutil.Process) -> Iterator[tuple[str, str, int]]:
    """Name, address and port of those that listen; none of a task that has ended meanwhile."""
    with suppress(psutil.NoSuchProcess):
        for connection in process.net_connections("inet"):
            if connection.status == psutil.CONN_LISTEN or connection.type != 1:
                yield process.name(), connection.laddr.ip, connection.laddr.port


def test_every_socket_that_listens_does_so_on_loopback(stack: Stack) -> None:
    listening = {socket for process in processes(stack) for socket in sockets(process)}
    ports = {port for _, _, port in listening}
    assert {
        stack.port(name) for name in ("superset", "airflow", "portal", "postgres", "institutions_postgres")
    } <= ports
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


def test_no_name_but_a_stated_one_opens_the_start_page(stack: Stack) -> None:
    assert httpx.get(stack.portal_url).status_code == 200
    assert httpx.get(stack.portal_url, headers={"Host": "elsewhere.example"}).status_code == 400


#: Where applications of Airflow are mounted, and where one of FastAPI describes itself.
MOUNTED = ("", "/auth", "/execution", "/api/v2", "/ui")
DESCRIPTIONS = ("/docs", "/docs/", "/docs/oauth2-redirect", "/redoc", "/openapi.json", "/changelog", "//openapi.json")


@pytest.mark.parametrize("place", MOUNTED)
def test_airflow_shows_its_interface_to_nobody(stack: Stack, place: str) -> None:
    for page in DESCRIPTIONS:
        for asked in (page, f"{page}?version=2025-04-28"):
            answer = httpx.get(f"{stack.airflow_url}{place}{asked}", follow_redirects=True)
            told = answer.text.lower()
            assert [word for word in ("swagger", "redoc.standalone", '"paths"', '"openapi"') if word in told] == []


def test_an_answer_of_superset_is_kept_by_nobody_and_sends_forms_nowhere_else(
    stack: Stack, coordinator: SupersetSession
) -> None:
    for path in ("/api/v1/dashboard/panorama", "/superset/dashboard/panorama/", "/login/"):
        assert coordinator.ask(path).headers["Cache-Control"] == "no-store"
    headers = SupersetSession(stack.superset_url).ask("/login/").headers
    assert "form-action 'self'" in headers["Content-Security-Policy"]
    elsewhere = httpx.get(f"{stack.superset_url}/login/", headers={"Origin": "https://tile.openstreetmap.org"})
    assert "Access-Control-Allow-Origin" not in elsewhere.headers
