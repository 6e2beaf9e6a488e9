"""The rows of one delivery that are held back: what came, what is wrong with it, and which row they stand for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import psycopg

from faro.contracts import Column, Contract
from faro.feedback.expected import expected
from faro.feedback.layout import LOAD, ROW, headers_of
from faro.feedback.original import Cell
from faro.feedback.suggestions import suggestion
from faro.ledger import Delivery

#: Delivery and row number under which a row was first held back; its identity until it is accepted.
Origin = tuple[int, int]


@dataclass(frozen=True)
class Flaw:
    """Why a row is held back. `column` is one of the contract's, or None where the whole row is meant."""

    column: str | None
    rule: str
    sentence: str


@dataclass(frozen=True)
class HeldRow:
    """One row to correct."""

    origin: Origin
    cells: dict[str, Cell]
    flaws: tuple[Flaw, ...]

    @property
    def flawed_columns(self) -> frozenset[str]:
        return frozenset(flaw.column for flaw in self.flaws if flaw.column)


def flaws_by_row(
    connection: psycopg.Connection, contract: Contract, delivery_id: int, most: int
) -> dict[int, list[Flaw]]:
    """Row number → flaws, from the quarantine."""
    rows = connection.execute(
        "select row_number, reasons from quarantine.row where load_id = %s order by row_number limit %s",
        [delivery_id, most],
    )
    return {
        number: [Flaw(_source(contract, each["column"]), each["rule"], each["es"]) for each in reasons]
        for number, reasons in rows
    }


def held_rows(delivery: Delivery, flaws: dict[int, list[Flaw]], cells: dict[int, dict[str, Cell]]) -> list[HeldRow]:
    """A row of a corrected workbook goes on standing for the row that it was meant to correct."""
    return [
        HeldRow(_origin(delivery, number, cells.get(number, {})), cells.get(number, {}), tuple(found))
        for number, found in flaws.items()
    ]


def wrong(contract: Contract, row: HeldRow) -> str:
    """What is wrong, one line per flaw, under the institution's own headers."""
    return "\n".join(
        f"{header}: {flaw.sentence}" if header else flaw.sentence for header, flaw in _named(contract, row)
    )


def what_is_expected(contract: Contract, row: HeldRow) -> str:
    lines = [f"{header}: {expected(column)}" for header, column in _columns(contract, row)]
    return "\n".join(dict.fromkeys(lines))


def suggested(contract: Contract, row: HeldRow, received: date) -> str:
    """What follows from the rules alone; empty where only a person can know."""
    headers, lines = headers_of(contract), []
    for flaw in row.flaws:
        if flaw.column in headers and flaw.column in row.cells:
            text = undecorated(row.cells[flaw.column].text)
            if guess := suggestion(contract.column(flaw.column), flaw.rule, text, received):
                lines.append(f"{headers[flaw.column]}: {guess}")
    return "\n".join(dict.fromkeys(lines))


def undecorated(text: str | None) -> str | None:
    """A cell without the question marks under which a workbook shows what could not be read."""
    return text[1:-1] if text and text.startswith("¿") and text.endswith("?") else text


def _named(contract: Contract, row: HeldRow) -> Iterator[tuple[str | None, Flaw]]:
    headers = headers_of(contract)
    for flaw in row.flaws:
        yield (headers.get(flaw.column, flaw.column) if flaw.column else None), flaw


def _columns(contract: Contract, row: HeldRow) -> Iterator[tuple[str, Column]]:
    headers = headers_of(contract)
    for flaw in row.flaws:
        if flaw.column in headers:
            yield headers[flaw.column], contract.column(flaw.column)


def _source(contract: Contract, name: str | None) -> str | None:
    """The contract's column behind a column of the raw table, such as the birth date behind the month of birth."""
    raw = {each.name: each.source for each in contract.raw_columns}
    return raw.get(name, name) if name else None


def _origin(delivery: Delivery, number: int, cells: dict[str, Cell]) -> Origin:
    load, row = cells.get(LOAD), cells.get(ROW)
    if load and row and isinstance(load.value, int) and isinstance(row.value, int):
        return load.value, row.value
    return delivery.delivery_id, number
