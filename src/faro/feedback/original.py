"""The held rows of a delivery as its institution sent them, read again from the sealed original."""

from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from faro.contracts import Contract
from faro.feedback.layout import CONTROL_HEADERS, layout_of
from faro.ledger import Delivery
from faro.parsing import parse
from faro.parsing.layout import Column, Format, Layout
from faro.parsing.received import ROW


@dataclass(frozen=True)
class Cell:
    """What came in a cell: its text, and its value where it could be read."""

    text: str | None
    value: Any


#: Row number → column → cell.
Rows = dict[int, dict[str, Cell]]


def held_cells(content: bytes, contract: Contract, delivery: Delivery, rows: list[int], format: Format | None) -> Rows:
    """The cells of those rows. Only columns of the contract: what an institution adds beside them is not repeated."""
    layout = layout_of(contract, delivery.source_name)
    values = _of(content, layout, delivery, rows, format)
    texts = _of(content, _as_text(layout), delivery, rows, format)
    wanted = [column.name for column in layout.columns if column.name in contract_columns(contract)]
    return {
        number: {name: Cell(texts[number][name], values[number][name]) for name in wanted}
        for number in rows
        if number in texts
    }


def contract_columns(contract: Contract) -> frozenset[str]:
    """Also the identity of a row, where the delivery itself is a corrected workbook."""
    return frozenset({*(column.name for column in contract.columns), *CONTROL_HEADERS})


def _of(
    content: bytes, layout: Layout, delivery: Delivery, rows: list[int], format: Format | None
) -> dict[int, dict[str, Any]]:
    frame = parse(content, layout, file_name=delivery.source_name, format=format).frame
    chosen = frame.filter(pl.col(ROW).is_in(rows))
    return {int(row[ROW]): row for row in chosen.iter_rows(named=True)}


def _as_text(layout: Layout) -> Layout:
    """The same columns, none interpreted: a cell that could not be read is still shown."""
    columns = tuple(Column(column.name, "string", column.required) for column in layout.columns)
    return replace(layout, columns=columns)
