"""How long something is waited for: as long as it moves, with growing pauses, and saying once that it takes long."""

import time
from collections.abc import Callable, Iterable
from operator import not_
from pathlib import Path

from tenacity import RetryCallState, Retrying, retry_if_result

from faro.language import text

Tell = Callable[[], None]
#: What moves without an end goes round in circles.
_MOST_SPANS = 10
_NEVER_ASKED = object()
#: A pause is this share of what was waited already: looking costs what is waited for some time, too.
_SHARE = 0.02
_SHORTEST_PAUSE, _LONGEST_PAUSE = 0.1, 2


def slow_sentence() -> str:
    return text(
        es="la máquina está lenta o muy ocupada. Se espera mientras algo avance; libérela, o deténgalo con Ctrl-C.",
        en="the machine is slow or very busy. Waiting goes on while something moves; free it, or stop with Ctrl-C.",
    )


class Patience:
    """Ends when nothing moved for a whole span of seconds; `progress` is how far it is, in whatever terms.

    That is asked for the first time after half a span, which is when waiting is told to be `slow`.
    """

    def __init__(self, span: float, progress: Callable[[], object] = lambda: None, slow: Tell = lambda: None) -> None:
        self._span, self._progress, self._slow = span, progress, slow
        self._began = time.monotonic()
        self._next_look = self._began + span / 2
        self._reached: object = _NEVER_ASKED

    @property
    def waited(self) -> int:
        """Seconds."""
        return round(time.monotonic() - self._began)

    def is_over(self) -> bool:
        """Whether to give up."""
        now = time.monotonic()
        if now < self._next_look:
            return False
        self._slow()
        self._next_look = now + self._span
        before, self._reached = self._reached, self._progress()
        return before == self._reached or now > self._began + _MOST_SPANS * self._span


def wait_until(condition: Callable[[], bool], patience: Patience) -> bool:
    """Whether the condition came true before patience was over."""
    asked = Retrying(
        retry=retry_if_result(not_),
        wait=_pause,
        stop=lambda _: patience.is_over(),
        retry_error_callback=lambda _: False,
    )
    return asked(condition)


def _pause(asked: RetryCallState) -> float:
    return min(_LONGEST_PAUSE, max(_SHORTEST_PAUSE, _SHARE * (asked.seconds_since_start or 0)))


def bytes_in(paths: Iterable[Path]) -> int:
    """What these files and folders hold together; one that vanishes meanwhile holds nothing."""
    return sum(_size(file) for path in paths for file in ([path] if path.is_file() else path.rglob("*")))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size if path.is_file() else 0
    except FileNotFoundError:
        return 0
