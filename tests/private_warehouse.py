"""A warehouse of one's own: the wheel's PostgreSQL 18 on a free port, prepared as the stack prepares it."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg
import pytest
from psycopg.sql import SQL, Identifier
from waiting import wait_until

from faro import secrets
from faro import settings as faro_settings
from faro.landing import ensure_originals_key
from faro.settings import Settings
from faro.stack import postgres
from faro.stack.cluster import system_user
from faro.warehouse import prepare

_SECONDS_TO_START = 60
#: Tests connect thousands of times: the rounds with which a password is hashed would be half of what that costs.
_QUICK = ("fsync=off", "shared_buffers=32MB", "scram_iterations=1")
#: Databases that are copies now. A name that is free is given again.
_COPIES: set[str] = set()
_SETTINGS = """
    select unnest(setconfig) from pg_db_role_setting join pg_database on pg_database.oid = setdatabase
    where setrole = 0 and datname = %s
"""


@dataclass(frozen=True)
class Warehouse:
    """A running PostgreSQL; `database` is the one that URIs lead to."""

    settings: Settings
    database: str = "faro"

    def uri(self, role: str) -> str:
        return postgres.uri(self.settings, role, self.database)

    def connect(self, role: str = "postgres") -> psycopg.Connection:
        return psycopg.connect(self.uri(role), autocommit=True)

    def rows(self, query: str, role: str = "postgres") -> list[tuple]:
        with self.connect(role) as connection:
            return connection.execute(query).fetchall()

    @contextmanager
    def copy(self) -> Iterator["Warehouse"]:
        """A database with the same content that one test may fill."""
        name = next(name for number in count(1) if (name := f"copy_{number}") not in _COPIES)
        _COPIES.add(name)
        with psycopg.connect(postgres.uri(self.settings, "postgres", "postgres"), autocommit=True) as connection:
            connection.execute(f"create database {name} template {self.database} strategy file_copy")
            for setting, value in _settings_of(connection, self.database):
                place = map(Identifier, (name, setting))
                connection.execute(SQL("alter database {} set {} = {}").format(*place, value))
            yield Warehouse(self.settings, name)
            connection.execute(f"drop database {name} with (force)")
        _COPIES.remove(name)


def _settings_of(connection: psycopg.Connection, database: str) -> list[tuple[str, str]]:
    """What is set for all sessions in a database: PostgreSQL does not copy that with it."""
    rows = connection.execute(_SETTINGS, [database]).fetchall()
    return [(name, value) for name, _, value in (setting.partition("=") for (setting,) in rows)]


@contextmanager
def private_warehouse(home: Path, port: int) -> Iterator[Warehouse]:
    """Started for these tests, stopped after them; settings and secrets of this process are its own meanwhile."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("FARO_") and name != "FARO_DATA"]:
            patch.delenv(name)
        patch.setenv("FARO_HOME", str(home))
        for server in ("POSTGRES", "INSTITUTIONS_POSTGRES"):  # one for both, so that tests start one
            patch.setenv(f"FARO_{server}_PORT", str(port))
        _forget()
        try:
            with _server(faro_settings.settings()):
                postgres.create_databases(faro_settings.settings())
                cluster = postgres.warehouse_cluster(faro_settings.settings())
                postgres.create_institution_databases_on(cluster, faro_settings.settings())
                warehouse = Warehouse(faro_settings.settings())
                prepare(warehouse.uri("postgres"))
                ensure_originals_key(warehouse.settings)
                yield warehouse
        finally:
            _forget()


def _forget() -> None:
    faro_settings.settings.cache_clear()
    secrets.all_secrets.cache_clear()


@contextmanager
def _server(settings: Settings) -> Iterator[None]:
    cluster = postgres.warehouse_cluster(settings)
    cluster.initialise()
    command = [*cluster.command(), *(word for stated in _QUICK for word in ("-c", stated))]
    with (settings.home / "postgres.log").open("wb") as log:
        server = subprocess.Popen(command, user=system_user(), stdout=log, stderr=log)
    try:
        wait_until(lambda: _answers(settings, server), "PostgreSQL does not answer", _SECONDS_TO_START)
        _hash_again(settings)
        yield
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=60)


def _hash_again(settings: Settings) -> None:
    """The superuser's password, which was hashed before the server knew in how many rounds."""
    word = secrets.secret("postgres")
    with psycopg.connect(postgres.uri(settings, "postgres", "postgres")) as connection:
        connection.execute(SQL("alter role postgres password {}").format(word))


def _answers(settings: Settings, server: subprocess.Popen[bytes]) -> bool:
    try:
        psycopg.connect(postgres.uri(settings, "postgres", "postgres")).close()
    except psycopg.OperationalError:
        if server.poll() is not None:
            raise AssertionError((settings.home / "postgres.log").read_text()) from None
        return False
    return True
