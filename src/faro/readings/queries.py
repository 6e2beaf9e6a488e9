"""A query on the running warehouse with the rights of who asks: read-only, two minutes at most, and written down."""

import getpass
from typing import Any, ClassVar, Literal

import psycopg

from faro.errors import ConfigurationError, Sentences
from faro.readings.plan import EXPLAIN, relations_in
from faro.settings import Settings
from faro.stack.errors import NotRunning
from faro.stack.postgres import uri

#: Who asks: an analyst, or who works on the quality of what was delivered.
Reader = Literal["faro_analyst", "faro_quality"]
Answer = tuple[list[str], list[tuple[Any, ...]]]
#: Classes of SQLSTATE: data exceptions, and constraints that a row breaks.
_ABOUT_DATA = ("22", "23")


class QueryFailed(ConfigurationError):
    template: ClassVar[Sentences] = {
        "es": "PostgreSQL no aceptó la consulta: {rule}\n  Corríjala y vuelva a intentar.",
        "en": "PostgreSQL did not accept the query: {rule}\n  Correct it and try again.",
    }


class ReadingNotWritten(ConfigurationError):
    template: ClassVar[Sentences] = {
        "es": "No se pudo anotar quién lee, y por eso no se entrega nada.\n"
        "  Revise por qué PostgreSQL no acepta a faro_recorder.",
        "en": "Who reads could not be written down, and so nothing is handed over.\n"
        "  See why PostgreSQL does not accept faro_recorder.",
    }


def run_query(settings: Settings, query: str, reader: Reader = "faro_analyst") -> Answer:
    """Column names and rows of one statement.

    Raises NotRunning, QueryFailed, which tells PostgreSQL's reason, or ReadingNotWritten.
    """
    if not settings.secrets_file.exists():
        raise NotRunning(path=str(settings.home))
    try:
        with psycopg.connect(uri(settings, reader)) as connection:
            relations = _relations_of(connection, query)
            rows: int | None = None
            try:
                answer = _answer(connection, query)
                rows = len(answer[1])
                return answer
            finally:  # an error may tell something of what it read
                _write(settings, reader, relations, rows)
    except psycopg.Error as error:
        if isinstance(error, psycopg.OperationalError) and error.sqlstate is None:  # no connection
            raise NotRunning(path=str(settings.home)) from None
        raise QueryFailed(rule=_reason(error)) from None


def _answer(connection: psycopg.Connection, query: str) -> Answer:
    cursor = connection.execute(query.encode(), prepare=True)  # PostgreSQL prepares one statement and no more
    if cursor.description is None:
        return [], []
    return [column.name for column in cursor.description], cursor.fetchall()


def _relations_of(connection: psycopg.Connection, query: str) -> list[str]:
    """What it reads; nothing where PostgreSQL plans nothing: it will not run it, or it only shows a setting."""
    try:
        with connection.transaction():
            row = connection.execute((EXPLAIN + query).encode(), prepare=True).fetchone()
    except psycopg.Error:
        return []
    return relations_in(row[0]) if row else []


def _write(settings: Settings, reader: Reader, relations: list[str], rows: int | None) -> None:
    """Says who asked by the name that the machine knows them by; Superset's accounts have no blank in theirs."""
    account = f"faro sql: {getpass.getuser()}"
    try:
        with psycopg.connect(uri(settings, "faro_recorder")) as recorder:
            recorder.execute(
                "insert into audit.reading (account, act, through, relations, row_count)"
                " values (%s, 'read', %s, %s, %s)",
                [account, reader, relations, rows],
            )
    except psycopg.Error:
        raise ReadingNotWritten from None


def _reason(error: psycopg.Error) -> str:
    """PostgreSQL's words about the query; of what went wrong with data only the kind, for its words hold the value."""
    is_about_data = (error.sqlstate or "").startswith(_ABOUT_DATA)
    return type(error).__name__ if is_about_data else str(error).strip()
