"""The institutions' own databases: a table per contract, changed in place as systems of records are, and a mailbox."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from importlib.resources import files

import psycopg
from psycopg import sql

from faro.contracts import Contract
from faro.secrets import secret
from faro.settings import Settings
from faro.simulation.errors import DatabaseUnreachableError
from faro.simulation.institutions import database_of, owner_of, reader_of
from faro.simulation.received import Row, newest
from faro.warehouse.raw_tables import POSTGRES_TYPES

_NOTE = "DATOS SINTÉTICOS (synthetic data)"
#: One filling at a time, whoever starts it.
_LOCK = 145


def owner_uri(settings: Settings, institution: str) -> str:
    """How the owner reaches the institution's database where that is kept."""
    owner = owner_of(institution)
    place = f"{settings.institutions_postgres_host}:{settings.institutions_postgres_port}"
    return f"postgresql://{owner}:{secret(owner)}@{place}/{database_of(institution)}"


@contextmanager
def open_database(uri: str, institution: str) -> Iterator[psycopg.Connection]:
    """The institution's database as its owner, with the mailbox in it; everything within is one transaction."""
    try:
        connection = psycopg.connect(uri, connect_timeout=10)
    except psycopg.OperationalError as error:
        address = psycopg.conninfo.conninfo_to_dict(uri)
        raise DatabaseUnreachableError(
            institution=institution, host=str(address.get("host", "-")), port=str(address.get("port", "-"))
        ) from error
    with connection:
        connection.execute("select pg_advisory_xact_lock(%s)", [_LOCK])
        connection.execute("set local client_min_messages = warning")
        mailbox = files(__package__).joinpath("mailbox.sql").read_text()
        connection.execute(sql.SQL(mailbox).format(reader=sql.Identifier(reader_of(institution))))
        yield connection


def visible(rows: Sequence[Row], until: date) -> list[Row]:
    """What the database holds on that day: a record once it is known, and every change from the day it is made."""
    first: dict[str, date] = {}
    for row in rows:
        first[row.key] = min(row.known_on, first.get(row.key, date.max))
    shown = [row for row in rows if max(row.version, first[row.key]) <= until]
    return sorted(newest(shown), key=lambda row: (first[row.key], row.key))


def fill_table(connection: psycopg.Connection, contract: Contract, headers: dict[str, str], rows: list[Row]) -> bool:
    """Make the table where it is missing; change the records that differ and add those it lacks. Whether any did."""
    connection.execute(_definition(contract, headers))
    parts = _parts(contract, headers)
    connection.execute(
        sql.SQL("create temp table arrived on commit drop as select {names} from {table} limit 0").format(**parts)
    )
    with connection.cursor().copy(sql.SQL("copy arrived ({names}) from stdin").format(**parts)) as copy:
        for row in rows:
            copy.write_row([row.cells[name] for name in headers])
    connection.execute("analyze arrived")
    changed, added = (connection.execute(sql.SQL(query).format(**parts)).rowcount for query in (_CHANGE, _ADD))
    connection.execute("drop table arrived")
    return changed + added > 0


_CHANGE = """
    update {table} as held set ({names}) = row({arrived}) from arrived
    where held.{key} = arrived.{key} and ({held}) is distinct from ({arrived})
"""
_ADD = """
    insert into {table} ({names}) select {names} from arrived
    where not exists (select from {table} as held where held.{key} = arrived.{key}) order by arrived.ctid
"""


def _parts(contract: Contract, headers: dict[str, str]) -> dict[str, sql.Composable]:
    """What the statements are made of."""
    names = list(map(sql.Identifier, headers.values()))
    return {
        "table": sql.Identifier(contract.source_table),
        "key": sql.Identifier(headers[contract.key[0]]),
        "names": sql.SQL(", ").join(names),
        "held": sql.SQL(", ").join(sql.SQL("held.{}").format(name) for name in names),
        "arrived": sql.SQL(", ").join(sql.SQL("arrived.{}").format(name) for name in names),
    }


def _definition(contract: Contract, headers: dict[str, str]) -> sql.Composed:
    columns = [
        sql.SQL("{} {}{}").format(
            sql.Identifier(header),
            sql.SQL(POSTGRES_TYPES[contract.column(name).type]),
            sql.SQL(" unique not null" if name in contract.key else ""),
        )
        for name, header in headers.items()
    ]
    return sql.SQL(
        "create table if not exists {table} (id bigint generated always as identity primary key, {columns});"
        " comment on table {table} is {note}; grant select on {table} to {reader}"
    ).format(
        table=sql.Identifier(contract.source_table),
        columns=sql.SQL(", ").join(columns),
        note=sql.Literal(_NOTE),
        reader=sql.Identifier(reader_of(contract.institution)),
    )
