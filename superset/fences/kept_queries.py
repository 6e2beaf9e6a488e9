"""What Superset keeps of a query that failed: its kind, as in the log, and not the value that PostgreSQL quoted."""

from typing import Any

from flask import Flask
from serving.quiet_logs import without_values
from sqlalchemy import event


def forget(app: Flask) -> None:
    """The person who wrote the query reads PostgreSQL's whole answer; what is kept is for everybody who administers."""
    from superset.models.sql_lab import Query

    event.listen(Query.error_message, "set", _kind, retval=True)


def _kind(_query: Any, message: str | None, *_: Any) -> str | None:
    return without_values(message) if message else message
