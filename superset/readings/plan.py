"""Tables and functions that a statement reads, as PostgreSQL plans it."""

from typing import Any

import psycopg2
import psycopg2.extensions

from faro.readings.plan import EXPLAIN, relations_in

_BEGIN, _UNDO = "savepoint faro_plan", "rollback to savepoint faro_plan"


def relations_of(connection: Any, sql: str) -> list[str] | None:
    """By name, each once; None where PostgreSQL plans nothing: it will not run it, or it only shows a setting."""
    with connection.cursor(cursor_factory=psycopg2.extensions.cursor) as asked:
        asked.execute(_BEGIN)
        try:
            asked.execute(EXPLAIN + sql)
        except psycopg2.Error:
            asked.execute(_UNDO)
            return None
        return relations_in(asked.fetchone()[0])
