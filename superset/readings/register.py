"""Writes a reading down, by a connection and a role of its own that can do nothing else."""

from functools import cache
from typing import Any

import psycopg2
from given import given
from serving.wording import worded
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from readings.occasion import current

_APPEND = text(
    "insert into audit.reading (account, act, through, dashboard, chart, relations, row_count)"
    " values (:account, :act, :through, :dashboard, :chart, :relations, :row_count)"
)


class NotWritten(psycopg2.ProgrammingError):
    """The reading could not be written down, and so there is none."""


def write(act: str, through: str, relations: list[str], row_count: int | None, **stated: str | None) -> None:
    """Raises NotWritten."""
    reading: dict[str, Any] = {"act": act, "through": through, "relations": relations, "row_count": row_count}
    try:
        with _engine().connect() as connection:
            connection.execute(_APPEND, {**current(), **reading, **stated})
    except SQLAlchemyError:
        raise NotWritten(
            worded(
                es="No se pudo anotar quién lee, y por eso no se entrega nada. Avise a quien administra Faro.",
                en="Who reads could not be written down, and so nothing is handed over. Tell whoever runs Faro.",
            )
        ) from None


@cache
def _engine() -> Engine:
    """Made by each process for itself, when it first reads for somebody."""
    uri = given("FARO_WAREHOUSE_RECORDER_URI")
    return create_engine(uri, isolation_level="AUTOCOMMIT", pool_pre_ping=True, pool_size=2, max_overflow=14)
