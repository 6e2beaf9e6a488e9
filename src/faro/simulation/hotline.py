"""Fills the hotline's own database: two tables, in the order of the files, nothing twice."""

import csv
import io
from collections.abc import Iterator
from importlib.resources import files

import psycopg
from psycopg import sql

from faro.simulation.databases import open_database
from faro.simulation.errors import UnexpectedHeaderError
from faro.simulation.originals import Original

INSTITUTION = "linea145"

#: Dataset of the contract → table of the institution.
TABLES = {"reports": "denuncias", "persons": "referidos"}


def fill(database_uri: str, originals: dict[str, Original]) -> dict[str, bool]:
    """Fill each dataset's table in one transaction; by dataset, whether anything had to be written."""
    with open_database(database_uri, INSTITUTION) as connection:
        connection.execute(files(__package__).joinpath("hotline.sql").read_bytes())
        return {dataset: _fill_table(connection, dataset, original) for dataset, original in originals.items()}


def rows_of(original: Original) -> int:
    """How many rows a file of the hotline holds."""
    return sum(1 for _ in _rows(original)) - 1


def _fill_table(connection: psycopg.Connection, dataset: str, original: Original) -> bool:
    """Replace the rows unless they came from this very file. Row numbers go on: an institution never reuses them."""
    table, note = TABLES[dataset], _note(original)
    if _comment(connection, table) == note and _has_rows(connection, table):
        return False
    rows = _rows(original)
    header = next(rows)
    _check_header(connection, dataset, header, original)
    name, columns = sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, header))
    connection.execute(sql.SQL("truncate {}").format(name))
    with connection.cursor().copy(sql.SQL("copy {} ({}) from stdin").format(name, columns)) as copy:
        for row in rows:
            copy.write_row([cell or None for cell in row])
    connection.execute(sql.SQL("comment on table {} is {}").format(name, sql.Literal(note)))
    return True


def _note(original: Original) -> str:
    """The table's comment: where its rows come from, and that they are synthetic where they are."""
    label = "DATOS SINTÉTICOS (synthetic data), " if original.is_synthetic else ""
    return f"{label}{original.name}, sha256 {original.sha256}"


def _comment(connection: psycopg.Connection, table: str) -> str | None:
    row = connection.execute("select obj_description(%s::regclass, 'pg_class')", [table]).fetchone()
    return row[0] if row else None


def _has_rows(connection: psycopg.Connection, table: str) -> bool:
    query = sql.SQL("select exists (select from {})").format(sql.Identifier(table))
    row = connection.execute(query).fetchone()
    return bool(row and row[0])


def _check_header(connection: psycopg.Connection, dataset: str, header: list[str], original: Original) -> None:
    described = connection.execute(sql.SQL("select * from {} limit 0").format(sql.Identifier(TABLES[dataset])))
    expected = {column.name for column in described.description or ()} - {"id"}
    if different := expected ^ set(header):
        path = str(original.path or original.name)
        raise UnexpectedHeaderError(institution=INSTITUTION, dataset=dataset, path=path, count=len(different))


def _rows(original: Original) -> Iterator[list[str]]:
    """The file's rows as text, the header first."""
    return csv.reader(io.StringIO(original.content.decode("utf-8-sig"), newline=""))
