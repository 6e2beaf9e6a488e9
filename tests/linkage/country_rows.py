"""The synthetic country's records as clerks wrote them, through the door, into a warehouse; and who they really are."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

import polars as pl
import psycopg
from linkage_material import RING, write_ledger
from private_warehouse import Warehouse
from record_tokens import record_keys

from faro.contracts import Column, Contract, valid_contracts
from faro.identity.protect import protect
from faro.identity.writing import write_observations
from faro.linkage.observations import record
from faro.simulation.country.country import Country
from faro.simulation.received import Row, received


@dataclass
class Written:
    """Record → person, the classes of defects in its newest version, and the year in which it was written."""

    truth: dict[str, str] = field(default_factory=dict)
    defects: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    years: dict[str, int] = field(default_factory=dict)


def person_contracts() -> list[Contract]:
    return [contract for contract in valid_contracts() if contract.person and contract.relation.type == "keyedChanges"]


def deliver_country(warehouse: Warehouse, country: Country) -> Written:
    """One delivery per dataset; what would be held back for its defects stays away."""
    written = Written()
    for number, contract in enumerate(person_contracts(), start=1):
        rows = [row for row in received(contract, country.records(contract.id)) if _is_accepted(row)]
        _note(written, contract, rows)
        with warehouse.connect() as connection, connection.transaction():
            write_ledger(connection, number, contract.id.split("/"), "keyedChanges")
            _observe(connection, number, contract, rows)
    for (dataset,), records in country.truth().drop_nulls("person").group_by("dataset"):
        keys = record_keys(RING, str(dataset), records["record_key"].to_list())
        written.truth |= {f"{dataset}/{key}": person for key, person in zip(keys, records["person"], strict=True)}
    return written


def _is_accepted(row: Row) -> bool:
    return all(each.expected != "quarantined" for each in row.planted)


def _note(written: Written, contract: Contract, rows: list[Row]) -> None:
    keys = record_keys(RING, contract.id, [row.key for row in rows])
    for row, key in zip(rows, keys, strict=True):
        name = record(contract.institution, contract.dataset, key)
        written.defects[name] = {each.defect for each in row.planted if each.expected == "linked"}
        written.years.setdefault(name, row.version.year)


def _observe(connection: psycopg.Connection, load_id: int, contract: Contract, rows: list[Row]) -> None:
    columns = {
        column.name: _series(column, [row.cells.get(column.name) for row in rows]) for column in contract.columns
    }
    frame = pl.DataFrame({"_row_number": pl.int_range(1, len(rows) + 1, eager=True), **columns})
    write_observations(connection, load_id, protect(frame, contract, RING).observations, ())


def _series(column: Column, cells: list[object]) -> pl.Series:
    """Dates as dates; what is no date is unknown, as are blanks. Nothing else is asked for its type here."""
    if column.type == "date":
        return pl.Series(column.name, [cell if isinstance(cell, date) else None for cell in cells], dtype=pl.Date)
    texts = [None if cell is None else str(cell) for cell in cells]
    return pl.Series(column.name, texts, dtype=pl.String)
