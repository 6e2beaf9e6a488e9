"""Flaws that show before any cell is typed: nulls, repeated headers, columns without a name."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import polars as pl

from faro.parsing.findings import Finding, finding
from faro.parsing.headers import normalised
from faro.parsing.received import ROW, Fault, Received


def without_nul(received: Received) -> Received:
    """A null character is no text and breaks a load: the cell is emptied and told."""
    found: list[Fault] = []
    cells = received.cells
    for name in cells.columns[1:]:
        where = cells[name].str.contains("\0", literal=True).fill_null(False)
        if where.any():
            found += [(row, int(name), "nul_character") for row in cells.filter(where)[ROW]]
            cells = cells.with_columns(pl.when(~where).then(pl.col(name)).alias(name))
    return replace(received, cells=cells, faults=(*received.faults, *found)) if found else received


def repeated_headers(received: Received) -> list[Fault]:
    """Rows that say the same as the header, all of its rows in their order: files pasted below each other."""
    lines = {step: line for step, line in enumerate(received.header.lines) if any(cell.strip() for cell in line)}
    same = [{row - step for row in _rows_like(line, received.cells)} for step, line in lines.items()]
    starts = sorted(set.intersection(*same))
    return [(row + step, None, "repeated_header") for row in starts for step in lines]


def _rows_like(line: Sequence[str], cells: pl.DataFrame) -> set[int]:
    named = [(str(index), cell) for index, cell in enumerate(line) if cell.strip()]
    first_name, first_cell = named[0]
    same = cells[(cells[first_name].str.strip_chars() == first_cell.strip()).arg_true()]
    wanted = [normalised(cell) for _, cell in named]
    rows = same.select(ROW, *(name for name, _ in named)).iter_rows()
    return {row[0] for row in rows if [normalised(cell or "") for cell in row[1:]] == wanted}


def unnamed_columns(received: Received, file: str) -> Iterator[Finding]:
    """Columns without a header: harmless when empty, told when they hold data."""
    empty = 0
    for index, cell in enumerate(received.header.cells):
        if cell.strip():
            continue
        filled = received.cells.filter(pl.col(str(index)).is_not_null())[ROW]
        if filled.is_empty():
            empty += 1
        elif index < received.header.width:
            yield finding("UnnamedColumn", file=file, count=len(filled), row=int(filled[0]))
    if empty:
        yield finding("EmptyColumnsIgnored", file=file, count=empty)
