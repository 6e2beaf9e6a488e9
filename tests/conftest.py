"""What tests share: one running stack, one prepared warehouse, the folder of real files."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from private_warehouse import Warehouse, private_warehouse
from running_dbt import run_dbt
from running_stack import Demo, Stack, free_ports

from faro.settings import settings

pytest_plugins = ["turns", "properties", "superset_session", "joining", "closing_words"]
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


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo of all tests that need one, not started yet; stopped when they end."""
    demo = Demo(tmp_path_factory.mktemp("faro", numbered=True))
    try:
        yield demo
    finally:
        demo.stop()


@pytest.fixture(scope="session")
def stack(demo: Demo) -> Stack:
    """The stack, serving."""
    return demo.running()


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
def coded(warehouse: Warehouse) -> Iterator[Warehouse]:
    """The prepared warehouse with every code list, each of which passed its tests. It is for copying."""
    with warehouse.copy() as copy:
        run_dbt(copy, "build", "--select", "resource_type:seed", "--indirect-selection", "cautious")
        yield copy


@pytest.fixture
def own_coded(coded: Warehouse) -> Iterator[Warehouse]:
    """A copy of it for one test to fill."""
    with coded.copy() as copy:
        yield copy


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real files; tests that read it say why they skip where it is missing."""
    folder = settings().data
    if folder is None or not folder.is_dir():
        pytest.skip("FARO_DATA is missing: the real files are not on this machine")
    return folder


@pytest.fixture(scope="session")
def screenshots(request: pytest.FixtureRequest) -> Path:
    """Where full-page pictures are kept: FARO_TEST_RESULTS, else `test-results/` in the project."""
    folder = Path(os.environ.get("FARO_TEST_RESULTS", request.config.rootpath / "test-results"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder
