"""Plain rows as a frame: read many at once by Polars, whose own counts have to be ours."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from faro.parsing.headers import Header
from faro.parsing.lines import Lines, Places
from faro.parsing.received import ROW, Fault, blank_as_null

#: What Python takes for white space; Polars leaves four of these out.
_WHITE = "".join(letter for letter in map(chr, range(0x3001)) if letter.isspace())


class NotRectangular(Exception):
    """The fast reader found another number of rows or cells than were counted."""


@dataclass(frozen=True)
class PlainRows:
    """Rows of as many cells as the header, and the faults of those that fill a column without a name."""

    cells: pl.DataFrame
    faults: list[Fault]


def plain_rows(lines: Lines, part: slice, numbers: Places, delimiter: str, header: Header) -> PlainRows:
    """The plain rows below the header among these lines; `numbers` has the row number of every line."""
    is_plain = ~lines.doubtful[part] & (numbers[part] > header.row)
    rows = pl.Series(ROW, numbers[part][is_plain], dtype=pl.Int64)
    cells = _cells(_content(lines, part, is_plain), rows, delimiter, len(header.cells))
    return PlainRows(cells, _beyond(cells, header))


def _cells(content: bytes, rows: pl.Series, delimiter: str, width: int) -> pl.DataFrame:
    names = [str(place) for place in range(width)]
    if rows.is_empty():
        return pl.DataFrame(schema={ROW: pl.Int64, **dict.fromkeys(names, pl.String)})
    read = _read(content, names, delimiter)
    if read.shape != (len(rows), width):
        raise NotRectangular
    return _filled(blank_as_null(read.insert_column(0, rows)))


def _read(content: bytes, names: list[str], delimiter: str) -> pl.DataFrame:
    quote = '"' if b'"' in content else None
    try:
        return pl.read_csv(
            content, has_header=False, new_columns=names, separator=delimiter, quote_char=quote, infer_schema=False
        )
    except pl.exceptions.PolarsError:
        raise NotRectangular from None  # what the reader says of a cell may hold the cell


def _filled(cells: pl.DataFrame) -> pl.DataFrame:
    blank = cells.select(pl.all_horizontal(pl.exclude(ROW).is_null())).to_series()
    return cells.filter(~blank) if blank.any() else cells


def _beyond(cells: pl.DataFrame, header: Header) -> list[Fault]:
    """Rows with data to the right of the last column that has a name."""
    right = pl.col(cells.columns[header.width + 1 :])
    if len(header.cells) == header.width:
        return []
    holds = right.str.strip_chars(_WHITE).str.len_bytes() > 0
    return [(row, None, "extra_cells") for row in cells.filter(pl.any_horizontal(holds))[ROW]]


def _content(lines: Lines, part: slice, is_plain: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> bytes:
    """The bytes of those lines, each closed by a line feed."""
    edges = np.flatnonzero(np.diff(is_plain, prepend=False, append=False)) + part.start
    runs = edges.reshape(-1, 2).tolist()
    content = b"".join(lines.part(first, last) for first, last in runs)
    return content.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in content else content
