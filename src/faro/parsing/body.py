"""The rows that are read one by one: what each lacks or has too much, and how the file ends."""

import re
import sys
from dataclasses import dataclass, field

import polars as pl

from faro.parsing.errors import Truncated
from faro.parsing.footers import opens_a_note
from faro.parsing.headers import Header
from faro.parsing.received import Fault, as_cells, blank_as_null
from faro.parsing.records import Record

_CHUNK = 50_000
#: Python takes these for white space; they are not, so a row that holds one is not blank.
_CONTROL = re.compile("[\x1c-\x1f]")
_LOST = re.compile("[\udc80-\udcff]")


@dataclass
class Body:
    """The data rows below the header, gathered in chunks, with the faults of each."""

    header: Header
    file: str
    lossy: bool
    faults: list[Fault] = field(default_factory=list)
    chunks: list[pl.DataFrame] = field(default_factory=list)
    pending: list[tuple[int, list[str | None]]] = field(default_factory=list)
    open_ended: bool = False
    last_row: int = 0
    gap: int = 0
    usual: int = sys.maxsize

    def __post_init__(self) -> None:
        self.full = len(self.header.cells)

    def read(self, number: int, record: Record) -> None:
        """Take in the row of that number; the header and what stands above it are none."""
        if number <= self.header.row:
            return
        if not any(cell and (cell.strip() or _CONTROL.search(cell)) for cell in record.cells):
            self.gap = number
            return
        if not record.closed:
            self._last(number, record, after_gap=self.gap == number - 1)
        self.pending.append((number, self._cells(number, record)))
        if len(self.pending) == _CHUNK:
            self._keep()

    def cells(self) -> pl.DataFrame:
        """The rows read so far."""
        self._keep()
        return pl.concat(self.chunks)

    def _keep(self) -> None:
        self.chunks.append(blank_as_null(as_cells(self.pending, self.full)))
        self.pending = []

    def _last(self, number: int, record: Record, *, after_gap: bool) -> None:
        """A file that ends within a row was cut off; a note needs no line end."""
        self.last_row = number
        if opens_a_note(record.cells[0]) or (after_gap and len(record.cells) == 1):
            return
        if record.fault == "unclosed_quote" or len(record.cells) < max(self.header.width, min(self.usual, self.full)):
            raise Truncated(file=self.file, row=number)
        self.open_ended = True

    def _cells(self, number: int, record: Record) -> list[str | None]:
        cells, count, full = record.cells, len(record.cells), self.full
        if count == full == self.header.width and not record.fault and not self.lossy:
            return cells
        self.usual = min(self.usual, count)
        if self.lossy:
            cells = self._sound(number, cells)
        if record.fault:
            self.faults.append((number, None, record.fault))
        elif count < self.header.width:
            self.faults.append((number, None, "missing_cells"))
        elif any(cell and cell.strip() for cell in cells[self.header.width :]):
            self.faults.append((number, None, "extra_cells"))
        return cells if count == full else (cells + [None] * (full - count))[:full]

    def _sound(self, number: int, cells: list[str | None]) -> list[str | None]:
        for position, cell in enumerate(cells):
            if cell and _LOST.search(cell):
                self.faults.append((number, position, "undecodable_byte"))
                cells[position] = None
        return cells
