"""Running everything again with nothing new: nothing is written, nothing is transformed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from waiting import wait_until

if TYPE_CHECKING:
    from running_stack import Stack

pytestmark = pytest.mark.stack

_SCHEMAS = "('ops', 'quarantine', 'work', 'reference', 'staging', 'intermediate', 'exact', 'core', 'marts', 'release')"
_WRITES = f"""
    select schemaname || '.' || relname, n_tup_ins, n_tup_upd, n_tup_del, relid::bigint from pg_stat_user_tables
    where schemaname in {_SCHEMAS} or schemaname like 'raw\\_%'
"""
_UNCOUNTED = """
    select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
        and usename not in ('faro_reader', 'faro_analyst', 'faro_quality')
        and (state <> 'idle' or state_change > now() - interval '11 s')
"""
SECONDS = 60


def written(stack: Stack) -> dict[str, tuple[int, ...]]:
    """Table → rows ever inserted, updated and deleted, its identity and the rows it holds now."""
    with psycopg.connect(stack.uri("postgres"), autocommit=True) as connection:
        asked = partial(_all_is_counted, connection)
        wait_until(asked, "a process that writes stays connected", SECONDS)
        found = connection.execute(_WRITES).fetchall()
        return {table: (*counts, _rows(connection, table)) for table, *counts in found}


def _all_is_counted(connection: psycopg.Connection) -> bool:
    """A backend publishes its statistics when it ends, or once it has been idle for ten seconds."""
    return connection.execute(_UNCOUNTED).fetchall() == []


def _rows(connection: psycopg.Connection, table: str) -> int:
    row = connection.execute(f"select count(*) from {table}").fetchone()  # type: ignore[call-overload]
    return int(row[0]) if row else -1


def transformations(stack: Stack) -> tuple[Any, ...] | None:
    """Runs of the transformation that Airflow knows, once none goes on: what is published may still get its pages."""
    with psycopg.connect(stack.uri("postgres", "airflow"), autocommit=True) as connection:
        wait_until(partial(_none_goes_on, connection), "a transformation goes on", SECONDS)
        return connection.execute("select count(*) from dag_run where dag_id = 'transform'").fetchone()


def _none_goes_on(connection: psycopg.Connection) -> bool:
    """None runs, and none waits until another one has ended."""
    query = """
        select run_id from dag_run where dag_id = 'transform' and state in ('queued', 'running')
        union all select target_dag_id from asset_dag_run_queue where target_dag_id = 'transform'
    """
    return connection.execute(query).fetchall() == []


def test_a_second_run_writes_nothing(stack: Stack) -> None:
    stack.faro("ingest")  # whatever was handed over before
    built, before = transformations(stack), written(stack)
    stack.faro("ingest")
    assert {"ops.load", "raw_oij.police_statistics", "core.dim_date", "release.key_figure"} <= before.keys()
    assert transformations(stack) == built
    assert written(stack) == before
