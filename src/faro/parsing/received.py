"""The rows of a delivery as they were received: text by position, before anybody says what it means."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import polars as pl

from faro.parsing.findings import Finding
from faro.parsing.headers import Header
from faro.parsing.layout import Format

ROW = "_row_number"
PROBLEM_SCHEMA = {"row": pl.Int64, "column": pl.String, "rule": pl.String}

#: A problem on its way: row, position of the column (None: the whole row), rule.
Fault = tuple[int, int | None, str]


@dataclass(frozen=True)
class Received:
    """One delivery's data rows; column names of `cells` are positions ("0", "1", …), blank cells are null.

    `numeric` tells, per position, which cells were numbers by nature (in a workbook or JSON), so that their decimal
    point needs no guessing.
    """

    header: Header
    cells: pl.DataFrame
    format: Format
    faults: tuple[Fault, ...] = ()
    numeric: Mapping[int, pl.Series] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    encoding: str | None = None

    def only(self, keep: pl.Series) -> "Received":
        """The same with only those rows."""
        numeric = {position: mask.filter(keep) for position, mask in self.numeric.items()}
        return replace(self, cells=self.cells.filter(keep), numeric=numeric)


def as_cells(rows: Iterable[tuple[int, list[str | None]]], width: int) -> pl.DataFrame:
    """Rows of equal width as a frame of text with their row numbers."""
    numbers: list[int] = []
    lines: list[list[str | None]] = []
    for number, line in rows:
        numbers.append(number)
        lines.append(line)
    columns = list(zip(*lines, strict=True)) or [()] * width
    return pl.DataFrame(
        [pl.Series(ROW, numbers, dtype=pl.Int64)]
        + [pl.Series(str(position), columns[position], dtype=pl.String) for position in range(width)]
    )


def blank_as_null(cells: pl.DataFrame) -> pl.DataFrame:
    """A cell with nothing but white space has no value."""
    text = pl.exclude(ROW)
    return cells.with_columns(pl.when(text.str.strip_chars() != "").then(text).name.keep())
