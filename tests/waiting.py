"""Waiting for what happens, as long as the machine needs: whoever waits in vain hears how busy it was."""

import os
import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")


class NotInTime(AssertionError):
    """What was waited for did not happen; the load tells a slow machine from a fault."""

    def __init__(self, what: str, seconds: float, load: float) -> None:
        super().__init__(f"{what}: not within {seconds:.0f} s; this machine had {load:.1f} processes to a core")


def wait_until(look: Callable[[], Found], what: str, seconds: float, every: float = 0.05) -> Found:
    """What `look` finds once it finds something. The seconds are those of an idle machine: each that passes with
    several processes to a core counts as its share of one. Raises NotInTime."""
    began = last = time.monotonic()
    had = 0.0
    while not (found := look()):
        now = time.monotonic()
        had, last = had + (now - last) / processes_to_a_core(), now
        if had > seconds:
            raise NotInTime(what, now - began, processes_to_a_core())
        time.sleep(every)
    return found


def processes_to_a_core() -> float:
    """How many want each core now, one at the least."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
