"""Tables and functions that a statement reads, as PostgreSQL plans it: behind views, whatever its text looks like."""

import re
from collections.abc import Iterator
from typing import Any

import psycopg2
import psycopg2.extensions

#: What holds no data of people: PostgreSQL's own.
CATALOGUES = ("pg_catalog.", "information_schema.", "pg_toast.")
_BEGIN, _UNDO = "savepoint faro_plan", "rollback to savepoint faro_plan"
#: A history of the warehouse in an expression, which no node of a plan names.
_HISTORY = re.compile(r"((?:\w+\.)?\w+_as_of)\(")


def relations_of(connection: Any, sql: str) -> list[str] | None:
    """By name, each once; None where PostgreSQL plans nothing: it will not run it, or it only shows a setting."""
    with connection.cursor(cursor_factory=psycopg2.extensions.cursor) as asked:
        asked.execute(_BEGIN)
        try:
            asked.execute(f"explain (verbose, format json) {sql}")
        except psycopg2.Error:
            asked.execute(_UNDO)
            return None
        return sorted(set(_named(asked.fetchone()[0])))


def _named(plan: Any) -> Iterator[str]:
    if isinstance(plan, dict):
        if "Relation Name" in plan:
            yield f"{plan['Schema']}.{plan['Relation Name']}"
        for value in plan.values():
            yield from _named(value)
    elif isinstance(plan, list):
        for value in plan:
            yield from _named(value)
    elif isinstance(plan, str):
        yield from _HISTORY.findall(plan)
