"""CSV and its relatives as rows of text: which separator, which header, and what each row lacks or has too much."""

import io
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

import polars as pl

from faro.parsing import headers
from faro.parsing.encoding import Encoding, detect
from faro.parsing.errors import Truncated
from faro.parsing.findings import Finding, finding
from faro.parsing.footers import opens_a_note
from faro.parsing.heading import HeadRow
from faro.parsing.layout import Layout
from faro.parsing.received import Fault, Received, as_cells, blank_as_null
from faro.parsing.records import Record, records

_DELIMITERS = ",;\t|"
_HEAD_CHARACTERS = 200_000
_CHUNK = 50_000
#: Python takes these for white space; they are not, so a row that holds one is not blank.
_CONTROL = re.compile("[\x1c-\x1f]")
_LOST = re.compile("[\udc80-\udcff]")


def read_delimited(data: bytes, layout: Layout, file: str) -> Received:
    """The rows of a delimited text file."""
    encoding = detect(data, file)
    delimiter, header, findings = _recognise(_text(data, encoding).read(_HEAD_CHARACTERS), layout, file)
    body = _Body(header, file, lossy=encoding.lossy)
    body.read(records(_text(data, encoding), delimiter, len(header.cells)))
    noted = [*findings, finding("EncodingRecognised", file=file, encoding=encoding.name)]
    if body.open_ended:
        noted.append(finding("NoFinalLineBreak", file=file, row=body.last_row))
    return Received(
        header,
        body.cells(),
        "csv",
        tuple(body.faults),
        findings=tuple(noted),
        encoding=encoding.name,
    )


def _text(data: bytes, encoding: Encoding) -> io.TextIOWrapper:
    stream = io.BytesIO(data)
    stream.seek(encoding.start)
    return io.TextIOWrapper(stream, encoding=encoding.name, errors=encoding.errors, newline="")


def _recognise(head: str, layout: Layout, file: str) -> tuple[str, headers.Header, tuple[Finding, ...]]:
    """The delimiter under which a header is found, and that header."""
    fits = [(delimiter, headers.locate(_head_rows(head, delimiter), layout)) for delimiter in _DELIMITERS]
    found = [(delimiter, *located) for delimiter, located in fits if located]
    if not found:
        raise headers.no_edition(layout, file)
    delimiter, _, heading, edition = max(found, key=lambda candidate: candidate[1])
    header, findings = headers.read_header(heading, edition, layout, file)
    return delimiter, header, findings


def _head_rows(head: str, delimiter: str) -> list[HeadRow]:
    rows = records(io.StringIO(head, newline=""), delimiter, sys.maxsize)
    return [(number, record.cells) for number, record in zip(range(1, headers.HEAD_ROWS + 1), rows, strict=False)]


@dataclass
class _Body:
    """The data rows below the header, gathered in chunks, with the faults of each."""

    header: headers.Header
    file: str
    lossy: bool
    faults: list[Fault] = field(default_factory=list)
    chunks: list[pl.DataFrame] = field(default_factory=list)
    open_ended: bool = False
    last_row: int = 0
    usual: int = sys.maxsize

    def __post_init__(self) -> None:
        self.full = len(self.header.cells)

    def read(self, source: Iterator[Record]) -> None:
        pending: list[tuple[int, list[str | None]]] = []
        after_gap = False
        for number, record in enumerate(source, start=1):
            if number <= self.header.row:
                continue
            if not any(cell and (cell.strip() or _CONTROL.search(cell)) for cell in record.cells):
                after_gap = True
                continue
            if not record.closed:
                self._last(number, record, after_gap)
            pending.append((number, self._cells(number, record)))
            after_gap = False
            if len(pending) == _CHUNK:
                self._keep(pending)
                pending = []
        self._keep(pending)

    def cells(self) -> pl.DataFrame:
        return pl.concat(self.chunks)

    def _keep(self, rows: list[tuple[int, list[str | None]]]) -> None:
        self.chunks.append(blank_as_null(as_cells(rows, self.full)))

    def _last(self, number: int, record: Record, after_gap: bool) -> None:
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
