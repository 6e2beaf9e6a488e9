"""What the recomputation starts from: the rows in force, the ledger of deliveries, and who each record is about."""

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, LiteralString

import polars as pl
import psycopg
from psycopg.sql import SQL, Composable, Identifier

from faro.contracts import Contract, all_contracts

Frames = dict[str, pl.DataFrame]

LOADS: Final = "ops/load"
#: A foreign hotline keeps its reports as a register, too; no indicator is about them.
_FOREIGN: Final = "linea145"
_TYPES: Final[dict[str, pl.DataType]] = {
    "string": pl.String(),
    "integer": pl.Int64(),
    "number": pl.Float64(),
    "date": pl.Date(),
    "timestamp": pl.Datetime("us"),
    "boolean": pl.Boolean(),
}
_LEDGER: Final[LiteralString] = """
    select load.load_id, load.institution, load.dataset, load.state, load.delivered, load.accepted,
        (received_at at time zone 'America/Costa_Rica')::date, cadence_days
    from ops.load join ops.delivery on delivery_id = load_id
    left join ops.dataset on (dataset.institution, dataset.dataset) = (load.institution, load.dataset)
"""
LEDGER_SCHEMA: Final = {
    "load_id": pl.Int64(),
    "institution": pl.String(),
    "dataset": pl.String(),
    "state": pl.String(),
    "delivered": pl.Int64(),
    "accepted": pl.Int64(),
    "received_on": pl.Date(),
    "cadence_days": pl.Int64(),
}


def registers() -> list[Contract]:
    """The contracts of the institutions' own registers, in the order of their names."""
    known = (each for each in all_contracts() if each.relation.type == "keyedChanges")
    return sorted((each for each in known if each.institution != _FOREIGN), key=lambda each: each.id)


def read_frames(connection: psycopg.Connection) -> Frames:
    """Dataset → its rows in force as they came, with `_load_id` and `_row_number`; and the loads of the ledger."""
    frames = {each.id: _rows_in_force(connection, each) for each in registers()}
    return frames | {LOADS: _frame(connection, SQL(_LEDGER), LEDGER_SCHEMA)}


def read_links(connection: psycopg.Connection, frames: Frames) -> pl.DataFrame:
    """dataset, record_key, person: as linkage found them; a record that it has not seen is of a person of its own."""
    found = _frame(
        connection,
        SQL("select load_id, row_number, person_key from identity.person_of_row"),
        {"_load_id": pl.Int64(), "_row_number": pl.Int64(), "person": pl.String()},
    )
    places = pl.concat([_places(each, frames[each.id]) for each in registers() if each.person])
    return places.join(found, on=["_load_id", "_row_number"], how="inner").select("dataset", "record_key", "person")


def read_truth(folder: Path) -> pl.DataFrame:
    """The same from the simulation: who each record really is about."""
    with (folder / "persons.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return pl.DataFrame(rows, schema={"dataset": pl.String, "record_key": pl.String, "person": pl.String})


def _rows_in_force(connection: psycopg.Connection, contract: Contract) -> pl.DataFrame:
    schema = {"_load_id": pl.Int64(), "_row_number": pl.Int64()} | {
        column.name: _TYPES[column.type] for column in contract.raw_columns
    }
    view = Identifier(f"raw_{contract.institution}", f"{contract.dataset}_current")
    columns = SQL(", ").join(map(Identifier, schema))
    return _frame(connection, SQL("select {} from {} order by _load_id, _row_number").format(columns, view), schema)


def _frame(connection: psycopg.Connection, query: Composable, schema: dict[str, pl.DataType]) -> pl.DataFrame:
    rows = [[_plain(cell) for cell in row] for row in connection.execute(query)]
    return pl.DataFrame(rows, schema=schema, orient="row")


def _plain(cell: Any) -> Any:
    return float(cell) if isinstance(cell, Decimal) else cell


def _places(contract: Contract, frame: pl.DataFrame) -> pl.DataFrame:
    (key,) = contract.key
    return frame.select(
        "_load_id", "_row_number", dataset=pl.lit(contract.id), record_key=pl.col(key).str.strip_chars()
    )
