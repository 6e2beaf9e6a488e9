"""The cursor by which Superset asks the warehouse: it lets through what reads, and writes each reading down."""

from typing import Any

from fences.statements import ReadingCursor

from faro.readings.plan import CATALOGUES
from readings.occasion import current
from readings.plan import relations_of
from readings.register import write

#: What SQLAlchemy and Superset ask of every connection.
_GREETINGS = {"select pg_catalog.version()", "select current_schema()", "SELECT pg_backend_pid()"}


class WitnessedCursor(ReadingCursor):
    """Sends as its parent does. Raises NotWritten before anybody has a row."""

    def read(self, sql: str) -> None:
        relations = None if sql in _GREETINGS else relations_of(self.connection, sql)
        try:
            super().read(sql)
        finally:  # an error may quote what it read
            if relations is not None and _is_worth_a_line(relations):
                write("read", self.connection.info.user, relations, self._rows())

    def _rows(self) -> int | None:
        return self.rowcount if self.description is not None and self.rowcount >= 0 else None


def _is_worth_a_line(relations: list[str]) -> bool:
    """Whether it reads more than PostgreSQL's catalogues; one of a person that names nothing may hide something."""
    if not relations:
        return current()["account"] is not None
    return not all(name.startswith(CATALOGUES) for name in relations)


def witnessed(uri: Any, options: dict[str, Any], *_: Any) -> tuple[Any, dict[str, Any]]:
    """What Superset calls before it connects to a database that people ask. Raises SupersetSecurityException."""
    from fences.databases import raise_for_connection  # Superset's models can be imported once there is an application

    raise_for_connection(uri, options)
    options.setdefault("connect_args", {})["cursor_factory"] = WitnessedCursor
    return uri, options
