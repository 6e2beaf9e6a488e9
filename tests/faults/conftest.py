"""A stack of its own for what breaks: it is stopped, killed and starved without harm to the one that tests share."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil
import psycopg
import pytest

if TYPE_CHECKING:
    from conftest import Stack


class Trial:
    """A Faro that may be ruined. It starts when it is needed, and again after it was killed."""

    def __init__(self, root: Any, home: Path) -> None:
        self._root = root
        self.stack: Stack = root.Stack(home, root.stack_environment(home, FARO_POLL_MINUTES="59"))
        self.log = home / "demo.log"
        self._demo: subprocess.Popen[bytes] | None = None

    def running(self) -> Stack:
        """The stack, serving."""
        if self._demo is None or self._demo.poll() is not None:
            with self.log.open("w") as output:
                self._demo = subprocess.Popen(
                    [self._root.FARO, "demo"], env=self.stack.environment, stdout=output, stderr=subprocess.STDOUT
                )
            self._root.wait_until_serving(self._demo, self.log)
        return self.stack

    def processes(self) -> list[psutil.Process]:
        """Every process on the machine that belongs to this home, whoever its parent is."""
        return [each for each in psutil.process_iter() if each.pid != os.getpid() and self._is_ours(each)]

    def stop(self, with_signal: signal.Signals = signal.SIGTERM) -> int:
        """The exit status of the demo after that signal."""
        if self._demo is None:
            return 0
        if self._demo.poll() is None:
            self._demo.send_signal(with_signal)
        return self._demo.wait(timeout=180)

    def kill(self) -> None:
        """Kill -9 for all of it at once, the demo and the process manager included."""
        while ours := self.processes():
            for process in ours:
                with suppress(psutil.NoSuchProcess):  # it may have ended with the one killed before it
                    process.kill()
            if self._demo:
                self._demo.wait(timeout=30)
            psutil.wait_procs(ours, timeout=30)

    def start_faro(self, *arguments: str) -> subprocess.Popen[str]:
        """A `faro` command that goes on while the test does."""
        return subprocess.Popen(
            [self._root.FARO, *arguments],
            env=self.stack.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def superuser(self, database: str = "faro") -> psycopg.Connection:
        return psycopg.connect(self.stack.uri("postgres", database))

    def _is_ours(self, process: psutil.Process) -> bool:
        """By its environment, or by where it works: PostgreSQL's processes write their titles over the former."""
        home = str(self.stack.home)
        try:
            environment = process.environ()
            return home in (environment.get("FARO_STACK"), environment.get("FARO_HOME")) or home in process.cwd()
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            return False


@pytest.fixture(scope="session")
def trial(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    """The stack to be ruined, not started yet."""
    root = request.config.pluginmanager.get_plugin(str(Path(__file__).parents[1] / "conftest.py"))
    trial = Trial(root, tmp_path_factory.mktemp("trial"))
    try:
        yield trial
    finally:
        trial.stop()


@pytest.fixture
def ruined(trial: Trial) -> Stack:
    """The stack of one's own, serving."""
    return trial.running()
