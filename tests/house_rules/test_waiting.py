"""A wait lasts as long as the machine needs, and says how busy it was when it was in vain."""

import itertools
import os
import time

import pytest
from waiting import NotInTime, wait_until


def test_it_ends_with_what_is_found() -> None:
    looks = itertools.count()
    assert wait_until(lambda: next(looks) == 3 and "found", "nothing is found", 10, every=0.001) == "found"


def test_in_vain_it_says_what_and_how_busy_the_machine_is() -> None:
    with pytest.raises(NotInTime, match=r"nobody comes: not within \d+ s; this machine had [\d.]+ processes to a core"):
        wait_until(lambda: None, "nobody comes", 0.01, every=0.001)


def test_a_busy_machine_is_given_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five times as many processes as cores: five times as long."""
    monkeypatch.setattr(os, "getloadavg", lambda: (5.0 * (os.cpu_count() or 1), 0.0, 0.0))
    began = time.monotonic()
    with pytest.raises(NotInTime):
        wait_until(lambda: None, "nobody comes", 0.1, every=0.001)
    assert time.monotonic() - began >= 0.5
