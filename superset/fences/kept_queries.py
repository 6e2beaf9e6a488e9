"""What Superset keeps of what people asked: not for long, and of a failure its kind, no value that PostgreSQL quoted.

Who read what is kept longer, and without SQL, in `audit.reading`.
"""

import re
from typing import Any, Final

from flask import Flask
from sqlalchemy import event

#: How long the text of a query and what people did on the pages are kept.
DAYS: Final = 90
#: What PostgreSQL quotes in a message: a value, a name, a piece of SQL.
_QUOTED: Final = re.compile(r"\"[^\"]*\"|'[^']*'|`[^`]*`|\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}")


def forget(app: Flask) -> None:
    """The person who wrote the query reads PostgreSQL's whole answer; what is kept is for everybody who administers."""
    from superset.models.sql_lab import Query

    event.listen(Query.error_message, "set", _kind, retval=True)


def forget_earlier() -> None:
    """Deletes what is older than that; there is no clock in Superset, so it is done when somebody signs in."""
    from superset.commands.logs.prune import LogPruneCommand
    from superset.commands.sql_lab.query import QueryPruneCommand

    QueryPruneCommand(DAYS).run()
    LogPruneCommand(DAYS).run()


def _kind(_query: Any, message: str | None, *_: Any) -> str | None:
    """The first line without what it quotes: an excerpt of the statement follows on lines of its own."""
    return _QUOTED.sub("…", message.partition("\n")[0]) if message else message
