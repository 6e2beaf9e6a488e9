"""Superset's log tells what kind of thing went wrong and where in the code, and repeats nothing that somebody wrote."""

import logging
import re
import traceback
from collections.abc import Iterator
from types import TracebackType
from typing import Any

from superset.utils.logging_configurator import DefaultLoggingConfigurator

_NOISE = ("Could not load default spinner SVG", "Failed to add user to db session", "This API endpoint is deprecated")
#: What a message quotes: a value, a name, a piece of SQL.
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|`[^`]*`|\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}")


class QuietLogs(DefaultLoggingConfigurator):  # type: ignore[misc]
    """Superset calls this once, before it writes a line."""

    def configure_logging(self, app_config: Any, debug_mode: bool) -> None:
        super().configure_logging(app_config, debug_mode)
        for handler in logging.getLogger().handlers:
            handler.addFilter(_is_worth_a_line)
            handler.setFormatter(WithoutValues(app_config["LOG_FORMAT"]))


class WithoutValues(logging.Formatter):
    """The first line of a message without what it quotes, and kinds and places of errors instead of their text."""

    def format(self, record: logging.LogRecord) -> str:
        said = logging.makeLogRecord({**vars(record), "msg": without_values(record.getMessage()), "args": None})
        return super().format(said)

    def formatException(self, ei: Any) -> str:
        return "\n".join(f"  {place}" for place in _places(ei[1]))


def without_values(message: str) -> str:
    """The kind of trouble: values, names and statements stand in quotes, and excerpts follow on lines of their own."""
    return _QUOTED.sub("…", message.partition("\n")[0])


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
