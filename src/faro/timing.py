"""How long the steps of a task take, a line each in its log."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

_log = logging.getLogger("faro.step")


@contextmanager
def step(name: str) -> Iterator[None]:
    """Say in the log how many seconds what is inside took, also where it raises."""
    began = time.monotonic()
    try:
        yield
    finally:
        tell(name, time.monotonic() - began)


def tell(name: str, seconds: float) -> None:
    """Say in the log how many seconds a step took that was timed elsewhere."""
    _log.info("step %s: %.2f s", name, seconds)
