"""The records of one dataset as its institution wrote them: cells in the order of its headers, and when it did."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from faro.contracts import Contract
from faro.simulation.defects import Clerk, Planted
from faro.simulation.formats import Cell

#: Every draw of this country depends on it.
SEED = "faro"


@dataclass(frozen=True)
class Row:
    """One version of one record; `times` it was written by mistake."""

    key: str
    version: date
    known_on: date
    cells: Mapping[str, Cell]
    times: int
    planted: tuple[Planted, ...]


def received(contract: Contract, records: pl.DataFrame, seed: str = SEED) -> list[Row]:
    """The canonical records under the institution's headers, oldest known first; columns it has not stay away."""
    clerk = Clerk(contract, seed)
    rows = [_row(contract, clerk, record) for record in records.iter_rows(named=True)]
    return sorted(rows, key=lambda row: (row.known_on, row.version, row.key))


def newest(rows: Iterable[Row]) -> list[Row]:
    """The newest version of each record, in the order in which records became known."""
    current: dict[str, Row] = {}
    for row in rows:
        known = current.get(row.key)
        if known is None or row.version >= known.version:
            current[row.key] = row
    return list(current.values())


def headers(contract: Contract, records: pl.DataFrame) -> dict[str, str]:
    """Canonical column → header, of the columns that the records have."""
    return {name: header for name, header in contract.editions[-1].collected.items() if name in records.columns}


def _row(contract: Contract, clerk: Clerk, record: Mapping[str, Cell]) -> Row:
    own = {name: value for name, value in record.items() if not name.startswith("_")}
    writing = clerk.writes(own)
    version, known_on = own[contract.relation.version or ""], record["_known_on"]
    if not (isinstance(version, date) and isinstance(known_on, date)):
        raise TypeError(contract.id)
    return Row(clerk.key_of(own), version, known_on, writing.cells, writing.times, writing.planted)


def planted_of(rows: Iterable[Row]) -> Iterator[Planted]:
    for row in rows:
        yield from row.planted
