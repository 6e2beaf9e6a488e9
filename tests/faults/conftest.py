"""The stack that all tests share, for what breaks: these tests come last."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from running_stack import Demo, Stack


@pytest.fixture
def ruined(demo: Demo) -> Stack:
    """The stack, serving, whatever the test before has done to it."""
    return demo.running()
