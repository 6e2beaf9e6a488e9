"""What is said of a process of dbt that ends before it answers."""

import os
import signal

import pytest

from faro.transformation import dbt


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
