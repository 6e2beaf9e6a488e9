"""CSV and its relatives as rows of text: which separator, which header, and what each row lacks or has too much.

Lines that are proven to be plain rows are read many at once; all others go row by row, and both give the same.
"""

import io
import sys

import numpy as np
import polars as pl

from faro.ahead import made_ahead
from faro.parsing import headers
from faro.parsing.body import Body
from faro.parsing.encoding import Encoding, detect
from faro.parsing.findings import Finding, finding
from faro.parsing.heading import HeadRow
from faro.parsing.layout import Layout
from faro.parsing.lines import Lines, Places, parts, survey
from faro.parsing.received import ROW, Received
from faro.parsing.records import records
from faro.parsing.rectangular import NotRectangular, plain_rows

_DELIMITERS = ",;\t|"
_HEAD_CHARACTERS = 200_000


def read_delimited(data: bytes, layout: Layout, file: str) -> Received:
    """The rows of a delimited text file."""
    encoding = detect(data, file)
    delimiter, header, findings = _recognise(_head(data, encoding), layout, file)
    lines = survey(_as_utf_8(data, encoding), delimiter, len(header.cells), lossy=encoding.lossy)
    try:
        cells, body = _rows(lines, delimiter, Body(header, file, lossy=encoding.lossy))
    except NotRectangular:
        cells, body = _rows(lines.all_doubtful(), delimiter, Body(header, file, lossy=encoding.lossy))
    noted = [*findings, finding("EncodingRecognised", file=file, encoding=encoding.name)]
    if body.open_ended:
        noted.append(finding("NoFinalLineBreak", file=file, row=body.last_row))
    return Received(header, cells, "csv", tuple(body.faults), findings=tuple(noted), encoding=encoding.name)


def _head(data: bytes, encoding: Encoding) -> str:
    stream = io.BytesIO(data)
    stream.seek(encoding.start)
    return io.TextIOWrapper(stream, encoding=encoding.name, errors=encoding.errors, newline="").read(_HEAD_CHARACTERS)


def _as_utf_8(data: bytes, encoding: Encoding) -> bytes:
    if encoding.name == "utf-8":
        return data[encoding.start :]
    return data[encoding.start :].decode(encoding.name).encode("utf-8")


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


def _rows(lines: Lines, delimiter: str, body: Body) -> tuple[pl.DataFrame, Body]:
    """All rows below the header in their order, and what was noticed about them."""
    numbers = _read_doubtful(lines, delimiter, body)
    own, done, chunks = body.cells(), body.header.row, []
    spans = list(parts(lines))
    read = made_ahead(lambda span: plain_rows(lines, slice(*span), numbers, delimiter, body.header), spans)
    for (_, last), plain in zip(spans, read, strict=True):
        body.faults += plain.faults
        until = max(done, int(numbers[last - 1]))
        chunks.append(_in_order(plain.cells, own.filter(own[ROW].is_between(done, until, closed="right"))))
        done = until
    return pl.concat([chunk for chunk in chunks if not chunk.is_empty()] or [own]), body


def _read_doubtful(lines: Lines, delimiter: str, body: Body) -> Places:
    """Read every row that begins on a doubtful line; the row number of each line, under which a row may go on."""
    goes_on = np.zeros(lines.count, np.bool_)
    after = within = 0
    source = None
    for first in np.flatnonzero(lines.doubtful).tolist():
        if first < after:
            continue
        if source is None or first > after:
            source = records(lines.texts(first), delimiter, body.full)
        record = next(source)
        body.read(first + 1 - within, record)
        after = first + record.lines
        within += record.lines - 1
        goes_on[first + 1 : after] = lines.doubtful[first + 1 : after] = True
    return np.cumsum(~goes_on)


def _in_order(plain: pl.DataFrame, own: pl.DataFrame) -> pl.DataFrame:
    if own.is_empty():
        return plain
    return own if plain.is_empty() else pl.concat([plain, own]).sort(ROW)
