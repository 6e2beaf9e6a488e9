"""What a statement reads, in the plan that PostgreSQL makes of it: behind views, whatever its text looks like."""

import re
from collections.abc import Iterator
from typing import Any, Final

#: What makes PostgreSQL tell the plan of the statement that follows.
EXPLAIN: Final = "explain (verbose, format json) "
#: What holds no data of people: PostgreSQL's own.
CATALOGUES: Final = ("pg_catalog.", "information_schema.", "pg_toast.")
#: A history of the warehouse in an expression, which no node of a plan names.
_HISTORY = re.compile(r"((?:\w+\.)?\w+_as_of)\(")


def relations_in(plan: Any) -> list[str]:
    """Tables and functions that a plan names, each once."""
    return sorted(set(_named(plan)))


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
