"""dbt in its forked process."""

import inspect
from types import SimpleNamespace

import pytest

from faro.transformation import run_dbt

#: More than a task of Airflow is deep.
FRAMES = 200


def test_dbt_does_not_stand_on_the_frames_of_who_runs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    class Shallow:
        def invoke(self, _: list[str]) -> SimpleNamespace:
            return SimpleNamespace(success=len(inspect.stack()) < FRAMES, exception=None, result=None)

    def deep(frames: int) -> int:
        return deep(frames - 1) if frames else run_dbt([], {}).status

    monkeypatch.setattr("dbt.cli.main.dbtRunner", Shallow)
    assert deep(FRAMES) == 0
