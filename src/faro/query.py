"""A query on the running warehouse with the analyst's rights: read-only, two minutes at most."""

from typing import Any

import psycopg

from faro.errors import ConfigurationError
from faro.settings import Settings
from faro.stack.errors import NotRunning
from faro.stack.postgres import uri


class QueryFailed(ConfigurationError):
    template = {
        "es": "PostgreSQL no aceptó la consulta: {rule}\n  Corríjala y vuelva a intentar.",
        "en": "PostgreSQL did not accept the query: {rule}\n  Correct it and try again.",
    }


def run_query(settings: Settings, query: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Column names and rows. Raises NotRunning or QueryFailed, which tells PostgreSQL's own reason to who wrote the query."""
    if not settings.secrets_file.exists():
        raise NotRunning(path=str(settings.home))
    try:
        with psycopg.connect(uri(settings, "faro_analyst")) as connection:
            cursor = connection.execute(query)  # type: ignore[call-overload]
            if cursor.description is None:
                return [], []
            return [column.name for column in cursor.description], cursor.fetchall()
    except psycopg.OperationalError as error:
        if error.sqlstate is None:  # no connection
            raise NotRunning(path=str(settings.home)) from None
        raise QueryFailed(rule=str(error).strip()) from None
    except psycopg.Error as error:
        raise QueryFailed(rule=str(error).strip()) from None
