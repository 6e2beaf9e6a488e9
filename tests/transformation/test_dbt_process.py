"""dbt in its forked process."""

import inspect
import os
import signal
from pathlib import Path
from types import SimpleNamespace

import pytest

from faro.transformation import dbt, run_dbt

#: More than a task of Airflow is deep.
FRAMES = 200


def test_dbt_does_not_stand_on_the_frames_of_who_runs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    class Shallow:
        def __init__(self, manifest: object) -> None:
            pass

        def invoke(self, _: list[str]) -> SimpleNamespace:
            return SimpleNamespace(success=len(inspect.stack()) < FRAMES, exception=None, result=None)

    def deep(frames: int) -> int:
        return deep(frames - 1) if frames else run_dbt([], {}).status

    monkeypatch.setattr("dbt.cli.main.dbtRunner", Shallow)
    assert deep(FRAMES) == 0


def test_a_dbt_that_cannot_begin_never_goes_on_as_its_caller(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class NoThread:
        def __init__(self, target: object) -> None:
            raise RuntimeError("can't start new thread")

    ours, second = os.getpid(), tmp_path / "a second run"
    monkeypatch.setattr(dbt, "Thread", NoThread)
    try:
        status = run_dbt([], {}).status
    finally:
        if os.getpid() != ours:
            second.touch()
            os._exit(1)  # a second run of all tests would follow
    assert status == 2
    assert not second.exists()


def test_a_killed_process_says_by_which_signal(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dbt, "_serve", lambda *_: os.kill(os.getpid(), signal.SIGKILL))
    with dbt.DbtProcess({}) as process:
        assert process.run(["parse"]) == dbt.Answer(status=2)
    assert "ended by itself: -9" in capfd.readouterr().out


def test_what_ends_it_is_printed(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    """Also in a process of somebody who keeps what threads raise."""

    def serve(*_: object) -> None:
        raise OSError("no memory left")

    monkeypatch.setattr(dbt, "_serve", serve)
    with dbt.DbtProcess({}) as process:
        assert process.run(["parse"]) == dbt.Answer(status=2)
    assert "OSError: no memory left" in capfd.readouterr().err
