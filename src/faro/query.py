"""A query on the running warehouse with the rights of who asks: read-only, two minutes at most."""

from typing import Any, ClassVar, Literal

import psycopg

from faro.errors import ConfigurationError, Sentences
from faro.settings import Settings
from faro.stack.errors import NotRunning
from faro.stack.postgres import uri

#: Who asks: an analyst, or who works on the quality of what was delivered.
Reader = Literal["faro_analyst", "faro_quality"]
#: Classes of SQLSTATE: data exceptions, and constraints that a row breaks.
_ABOUT_DATA = ("22", "23")


class QueryFailed(ConfigurationError):
    template: ClassVar[Sentences] = {
        "es": "PostgreSQL no aceptó la consulta: {rule}\n  Corríjala y vuelva a intentar.",
        "en": "PostgreSQL did not accept the query: {rule}\n  Correct it and try again.",
    }


def run_query(
    settings: Settings, query: str, reader: Reader = "faro_analyst"
) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Column names and rows. Raises NotRunning or QueryFailed, which tells PostgreSQL's reason."""
    if not settings.secrets_file.exists():
        raise NotRunning(path=str(settings.home))
    try:
        with psycopg.connect(uri(settings, reader)) as connection:
            cursor = connection.execute(query.encode())
            if cursor.description is None:
                return [], []
            return [column.name for column in cursor.description], cursor.fetchall()
    except psycopg.Error as error:
        if isinstance(error, psycopg.OperationalError) and error.sqlstate is None:  # no connection
            raise NotRunning(path=str(settings.home)) from None
        raise QueryFailed(rule=_reason(error)) from None


def _reason(error: psycopg.Error) -> str:
    """PostgreSQL's words about the query; of what went wrong with data only the kind, for its words hold the value."""
    is_about_data = (error.sqlstate or "").startswith(_ABOUT_DATA)
    return type(error).__name__ if is_about_data else str(error).strip()
