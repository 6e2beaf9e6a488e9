"""What `make bench ARGS=start` measures with, on the demo of the other tests: another cold start takes minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from benchmarks import starting

if TYPE_CHECKING:
    from running_stack import Stack

pytestmark = pytest.mark.stack


def test_every_stage_of_a_start_is_in_the_table(stack: Stack) -> None:
    measured = starting.phases(stack.environment)
    assert {"Base de datos", "Airflow", "Superset", "Instituciones y sus entregas"} <= measured.keys()
    assert all(seconds >= 0 for seconds in measured.values())
    console = Console(width=120, record=True)
    console.print(starting.table({run: measured | {"total": sum(measured.values())} for run in starting.LIMITS}))
    shown = console.export_text()
    assert all(stage in shown for stage in measured)
    assert all(f"of {limit} s" in shown for limit in starting.LIMITS.values())


def test_the_commands_are_measured_beside_a_running_stack(stack: Stack) -> None:
    from running_stack import FARO

    measured = starting.commands(FARO, stack.environment)
    assert measured.keys() == starting.COMMANDS.keys()
    assert all(seconds > 0 for seconds in measured.values())
