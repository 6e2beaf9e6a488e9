"""Running everything again with nothing new: nothing is written, nothing is transformed."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

if TYPE_CHECKING:
    from running_stack import Stack

pytestmark = pytest.mark.stack

_SCHEMAS = "('ops', 'quarantine', 'work', 'reference', 'staging', 'intermediate', 'core', 'marts', 'release')"
_WRITES = f"""
    select schemaname || '.' || relname, n_tup_ins, n_tup_upd, n_tup_del, relid::bigint from pg_stat_user_tables
    where schemaname in {_SCHEMAS} or schemaname like 'raw\\_%'
"""


def written(stack: Stack) -> dict[str, tuple[int, ...]]:
    """Table → rows ever inserted, updated and deleted, its identity and the rows it holds now."""
    time.sleep(1.5)  # a backend publishes its statistics at most once a second
    with psycopg.connect(stack.uri("postgres")) as connection:
        found = connection.execute(_WRITES).fetchall()
        return {table: (*counts, _rows(connection, table)) for table, *counts in found}


def _rows(connection: psycopg.Connection, table: str) -> int:
    row = connection.execute(f"select count(*) from {table}").fetchone()  # type: ignore[call-overload]
    return int(row[0]) if row else -1


def transformations(stack: Stack) -> tuple[Any, ...] | None:
    """Runs of the transformation that Airflow knows."""
    with psycopg.connect(stack.uri("postgres", "airflow")) as connection:
        return connection.execute("select count(*) from dag_run where dag_id = 'transform'").fetchone()


def test_a_second_run_writes_nothing(stack: Stack) -> None:
    stack.faro("ingest")  # whatever was handed over before
    before, built = written(stack), transformations(stack)
    stack.faro("ingest")
    assert {"ops.load", "raw_oij.police_statistics", "core.dim_date", "release.key_figure"} <= before.keys()
    assert written(stack) == before
    assert transformations(stack) == built
