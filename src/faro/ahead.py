"""Work whose results are wanted in order, done by threads a little ahead of whoever takes them."""

import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

Item = TypeVar("Item")
Made = TypeVar("Made")

_THREADS = 2
#: So many results wait at most to be taken: what they hold is all that this costs in memory.
_AHEAD = 3
#: Seconds after which the interpreter lets another thread go on, instead of five thousandths. A connection asks for
#: its turn ten times in each megabyte that it sends, and PostgreSQL would stand still meanwhile.
_TURN = 0.0002


def made_ahead(function: Callable[[Item], Made], items: Iterable[Item]) -> Iterator[Made]:
    """What the function makes of each item, in their order; the next ones are made while one is used."""
    waiting: deque[Future[Made]] = deque()
    with _short_turns(), ThreadPoolExecutor(_THREADS) as threads:
        for item in items:
            waiting.append(threads.submit(function, item))
            if len(waiting) > _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


@contextmanager
def _short_turns() -> Iterator[None]:
    usual = sys.getswitchinterval()
    sys.setswitchinterval(_TURN)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)
