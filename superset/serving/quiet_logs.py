"""Superset's log tells what kind of thing went wrong and where in the code, and repeats nothing that somebody wrote.

Of a message that is put together nobody can tell which words are whose. What is printed is what stands in the code.
"""

import linecache
import logging
import re
import traceback
from collections.abc import Iterator
from types import TracebackType
from typing import Any

from superset.utils.logging_configurator import DefaultLoggingConfigurator

_NOISE = ("Could not load default spinner SVG", "Failed to add user to db session", "This API endpoint is deprecated")
#: Where a value would be put into a message.
_VALUE = re.compile(r"%(\(\w+\))?[-#0 +]*[\d*]*(\.[\d*]+)?[a-zA-Z]")


class QuietLogs(DefaultLoggingConfigurator):  # type: ignore[misc]
    """Superset calls this once, before it writes a line."""

    def configure_logging(self, app_config: Any, debug_mode: bool) -> None:
        super().configure_logging(app_config, debug_mode)
        for handler in logging.getLogger().handlers:
            handler.addFilter(_is_worth_a_line)
            handler.setFormatter(WithoutValues(app_config["LOG_FORMAT"]))


class WithoutValues(logging.Formatter):
    """A message as the code has it, with no value in it, or where in the code it is; kinds and places of errors."""

    def format(self, record: logging.LogRecord) -> str:
        said = logging.makeLogRecord({**vars(record), "msg": in_the_codes_words(record), "args": None})
        return super().format(said)

    def formatException(self, ei: Any) -> str:
        return "\n".join(f"  {place}" for place in _places(ei[1]))


def in_the_codes_words(record: logging.LogRecord) -> str:
    """The kind of trouble: the words that stand in the code where it is told, else that place."""
    place = f"{record.pathname}:{record.lineno}"
    if not isinstance(record.msg, str) or not _stands_in(record.pathname, record.msg):
        return place
    return f"{_VALUE.sub('…', record.msg)} ({place})"


def _stands_in(path: str, message: str) -> bool:
    """Whether the code has that very text between quotes."""
    code = "".join(linecache.getlines(path))
    return any(f"{quote}{message}{quote}" in code for quote in ("'", '"'))


def _places(error: BaseException | None) -> Iterator[str]:
    """Of an error and what it came from, which may lead back to it."""
    seen: list[BaseException] = []
    while error is not None and not any(error is one for one in seen):
        yield f"{type(error).__module__}.{type(error).__qualname__}{_place(error.__traceback__)}"
        seen.append(error)
        error = error.__cause__ or error.__context__


def _place(where: TracebackType | None) -> str:
    frames = traceback.extract_tb(where)
    return f" at {frames[-1].filename}:{frames[-1].lineno}" if frames else ""


def _is_worth_a_line(record: logging.LogRecord) -> bool:
    return not any(sentence in record.getMessage() for sentence in _NOISE)
