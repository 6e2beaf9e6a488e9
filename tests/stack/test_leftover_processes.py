"""What a killed stack left behind is ended; nobody else's process is touched."""

import errno
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from faro.settings import Settings
from faro.stack import leftovers
from faro.stack.leftovers import end_leftovers
from faro.stack.supervision import Supervision

SLEEP = [sys.executable, "-c", "print(flush=True); import time; time.sleep(120)"]
DEAF = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(120)",
]
Launch = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def launch() -> Iterator[Launch]:
    launched: list[subprocess.Popen[bytes]] = []

    def start(command: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
        launched.append(subprocess.Popen(command, env=environment, stdout=subprocess.PIPE))
        assert launched[-1].stdout
        launched[-1].stdout.readline()  # it runs
        return launched[-1]

    yield start
    for process in launched:
        process.kill()
        process.communicate()


def test_only_what_carries_this_homes_mark_is_ended(tmp_path: Path, launch: Launch) -> None:
    mine, other = Settings(home=tmp_path / "mine"), Settings(home=tmp_path / "other")
    environment = dict(os.environ)
    ours = launch(SLEEP, Supervision(mine).marked(environment))
    others = launch(SLEEP, Supervision(other).marked(environment))
    strangers = launch(SLEEP, environment)
    end_leftovers(mine)
    assert ours.wait(timeout=10) is not None
    assert others.poll() is None
    assert strangers.poll() is None


def test_a_process_that_does_not_listen_is_ended_too(
    tmp_path: Path, launch: Launch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leftovers, "_SECONDS_TO_END", 1)
    settings = Settings(home=tmp_path)
    deaf = launch(DEAF, Supervision(settings).marked(dict(os.environ)))
    end_leftovers(settings)
    assert deaf.wait(timeout=10) is not None  # only SIGKILL ends it


def test_a_process_that_ends_while_it_is_asked_has_ended(
    tmp_path: Path, launch: Launch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Linux 6.15 and later refuse to open such a process in other words than earlier ones."""

    def ending(pid: int, flags: int = 0) -> int:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))

    monkeypatch.setattr(os, "pidfd_open", ending)
    settings = Settings(home=tmp_path)
    ours = launch(SLEEP, Supervision(settings).marked(dict(os.environ)))
    end_leftovers(settings)
    assert ours.wait(timeout=10) is not None


def test_without_leftovers_nothing_happens(tmp_path: Path) -> None:
    began = time.monotonic()
    end_leftovers(Settings(home=tmp_path))
    assert time.monotonic() - began < 30


def test_a_home_without_a_manager_is_not_alive(tmp_path: Path) -> None:
    assert Supervision(Settings(home=tmp_path)).is_alive() is False


def test_a_marked_process_is_told_the_settings_in_force(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, portal_port=8123)
    told = Supervision(settings).marked({"PATH": "/usr/bin", "FARO_PORTAL_PORT": "1"})
    assert (told["PATH"], told["FARO_PORTAL_PORT"], told["FARO_HOME"]) == ("/usr/bin", "8123", str(settings.home))
