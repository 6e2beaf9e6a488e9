"""The running stack, started once for all tests that need it: the real `faro demo`, on free ports of its own."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from private_warehouse import Warehouse, private_warehouse

from faro.settings import settings

SECONDS_TO_START = 900
FARO = Path(sys.executable).with_name("faro")


_FOLDERS = pytest.StashKey[Path]()


def pytest_configure(config: pytest.Config) -> None:
    """A root of this run's own for every temporary folder.

    pytest's own is one per user, and each run that starts closes it again for others: PostgreSQL, which runs as
    another user where the tests run as root, would lose its data in the middle of the run before.
    """
    if "PYTEST_DEBUG_TEMPROOT" not in os.environ:
        config.stash[_FOLDERS] = Path(tempfile.mkdtemp(prefix="faro-tests-"))
        os.environ["PYTEST_DEBUG_TEMPROOT"] = str(config.stash[_FOLDERS])


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """What failed keeps its folders."""
    if exitstatus == pytest.ExitCode.OK and (folders := session.config.stash.get(_FOLDERS, None)):
        shutil.rmtree(folders, ignore_errors=True)


@dataclass(frozen=True)
class Stack:
    """A running Faro. Everything a person would do with it goes through `faro` or over HTTP."""

    home: Path
    environment: dict[str, str]

    def port(self, name: str) -> int:
        return int(self.environment[f"FARO_{name.upper()}_PORT"])

    @property
    def superset_url(self) -> str:
        return f"http://127.0.0.1:{self.port('superset')}"

    @property
    def airflow_url(self) -> str:
        return f"http://127.0.0.1:{self.port('airflow')}"

    @property
    def portal_url(self) -> str:
        return f"http://127.0.0.1:{self.port('portal')}"

    def secret(self, name: str) -> str:
        return str(json.loads((self.home / "secrets.json").read_text())[name])

    def uri(self, role: str, database: str = "faro") -> str:
        return f"postgresql://{role}:{self.secret(role)}@127.0.0.1:{self.port('postgres')}/{database}"

    def outbox(self, institution: str) -> Path:
        return self.home / "institutions" / institution / "outbox"

    def faro(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run the `faro` command against this stack."""
        finished = subprocess.run(
            [FARO, *arguments], env=self.environment, capture_output=True, text=True, timeout=900, check=False
        )
        if check and finished.returncode:
            raise AssertionError(
                f"faro {' '.join(arguments)}: {finished.returncode}\n{finished.stdout}\n{finished.stderr}"
            )
        return finished

    def sql(self, query: str) -> list[dict[str, Any]]:
        """Rows of `faro sql --json`."""
        answer: list[dict[str, Any]] = json.loads(self.faro("sql", "--json", query).stdout)
        return answer

    def status(self) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(self.faro("status", "--json").stdout)
        return answer

    def dataset(self, institution: str, dataset: str) -> dict[str, Any]:
        """The entry of one dataset in `faro status --json`."""
        return next(
            each
            for each in self.status()["datasets"]
            if (each["institution"], each["dataset"]) == (institution, dataset)
        )


def stack_environment(home: Path, **extra: str) -> dict[str, str]:
    """The environment of a Faro of its own: its folder, free ports, Spanish, no settings of a demo beside it."""
    own = {
        name: value for name, value in os.environ.items() if not name.startswith(("FARO_", "AIRFLOW", "DBT_", "LC_"))
    }
    data = {"FARO_DATA": os.environ["FARO_DATA"]} if "FARO_DATA" in os.environ else {}
    ports = {name: str(port) for name, port in zip(settings().ports, free_ports(len(settings().ports)), strict=True)}
    return own | data | ports | {"FARO_HOME": str(home), "LANG": "es_CR.UTF-8", "COLUMNS": "200"} | extra


def free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """`faro demo` as a newcomer runs it, serving until the tests end."""
    home = tmp_path_factory.mktemp("faro", numbered=True)
    environment = stack_environment(home)
    log = home / "demo.log"
    with log.open("w") as output:
        demo = subprocess.Popen([FARO, "demo"], env=environment, stdout=output, stderr=subprocess.STDOUT)
    try:
        wait_until_serving(demo, log)
        yield Stack(home, environment)
    finally:
        demo.send_signal(signal.SIGTERM)
        demo.wait(timeout=120)


def wait_until_serving(demo: subprocess.Popen[bytes], log: Path) -> None:
    """Until the demo says that it serves; a demo that ends first is shown with all it printed."""
    deadline = time.monotonic() + SECONDS_TO_START
    while "Ctrl-C detiene todo" not in log.read_text():
        if demo.poll() is not None or time.monotonic() > deadline:
            demo.send_signal(signal.SIGTERM)
            raise AssertionError(f"faro demo did not start:\n{log.read_text()}")
        time.sleep(0.5)


@pytest.fixture(scope="session")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """A PostgreSQL of these tests' own with a prepared warehouse; no other service runs."""
    with private_warehouse(tmp_path_factory.mktemp("warehouse") / "home", free_ports(1)[0]) as running:
        yield running


@pytest.fixture(scope="session")
def some_free_ports() -> Callable[[int], list[int]]:
    """Asks for that many ports on which nobody listens."""
    return free_ports


@pytest.fixture
def own_warehouse(warehouse: Warehouse) -> Iterator[Warehouse]:
    """A copy of the prepared warehouse for one test to fill."""
    with warehouse.copy() as copy:
        yield copy


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real files; tests that read it say why they skip where it is missing."""
    folder = settings().data
    if folder is None or not folder.is_dir():
        pytest.skip("FARO_DATA is missing: the real files are not on this machine")
    return folder
