"""One sealed original becomes typed rows: every delivered row is there, and every flaw has a place and a rule."""

import gzip
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import polars as pl

from faro.ahead import made_ahead
from faro.parsing.column import Cells, Typed
from faro.parsing.dates import read_moments
from faro.parsing.delimited import read_delimited
from faro.parsing.errors import CorruptArchive, EmptyDelivery, NoRows
from faro.parsing.findings import Finding, finding
from faro.parsing.flaws import repeated_headers, unnamed_columns, without_nul
from faro.parsing.footers import footer_rows
from faro.parsing.formats import announced, recognise
from faro.parsing.json_lines import read_json_lines
from faro.parsing.layout import Column, Format, Layout
from faro.parsing.numbers import read_numbers
from faro.parsing.received import PROBLEM_SCHEMA, ROW, Received
from faro.parsing.text import read_text, refuse_double_conversion
from faro.parsing.truth import read_truth
from faro.parsing.workbook import read_open_document, read_workbook

_HOLDS_SOMETHING = re.compile(rb"[^\xef\xbb\xbf\xff\xfe\x00\r\n\t ,;]")
_READERS: dict[Format, Callable[[bytes, Layout, str], Received]] = {
    "csv": read_delimited,
    "xlsx": read_workbook,
    "ods": read_open_document,
    "jsonl": read_json_lines,
}
_TYPES: dict[str, type[pl.DataType] | pl.DataType] = {
    "string": pl.String,
    "integer": pl.Int64,
    "number": pl.Float64,
    "date": pl.Date,
    "timestamp": pl.Datetime("us"),
    "boolean": pl.Boolean,
}


@dataclass(frozen=True)
class Problem:
    """What is wrong with a cell, or with a whole row when `column` is None; a rule of `faro.parsing.RULES`."""

    row: int
    column: str | None
    rule: str


@dataclass(frozen=True)
class Parsed:
    """A delivery's rows: `frame` has every one of them, `problems` (row, column, rule) says which are flawed."""

    frame: pl.DataFrame
    problems: pl.DataFrame
    findings: tuple[Finding, ...]
    edition: str
    format: Format
    encoding: str | None

    def each_problem(self) -> Iterator[Problem]:
        return (Problem(*line) for line in self.problems.iter_rows())


def parse(data: bytes, layout: Layout, *, file_name: str, format: Format | None = None) -> Parsed:
    """The typed rows of an original, or a `DeliveryError` that tells what to do."""
    content = _content(data, file_name)
    actual = recognise(content, file_name)
    received = _READERS[actual](content, layout, file_name)
    if actual != "csv" or b"\0" in content:
        received = without_nul(received)
    del data, content  # a large file is not kept beside its rows
    received = _data_rows(received, layout, file_name)
    cells = _cells_by_column(received, layout, file_name)
    received = replace(received, cells=received.cells[ROW].to_frame(), numeric={})
    texts = [column for column in cells.values() if column.column.logical_type == "string"]
    refuse_double_conversion(texts, received.encoding or received.format)
    del texts
    height = received.cells.height
    made = made_ahead(lambda column: _typed(column, cells.pop(column.name, None), height), layout.columns)
    typed = {column.name: each for column, each in zip(layout.columns, made, strict=True)}
    noted = [note for column in typed.values() for note in column.findings]
    if actual != (announced(file_name) or format or actual):
        noted.append(finding("FormatDiffers", file=file_name, format=actual))
    return Parsed(
        frame=pl.DataFrame([received.cells[ROW], *(column.values.alias(name) for name, column in typed.items())]),
        problems=_problems(received, typed),
        findings=(*received.findings, *noted),
        edition=received.header.edition.name,
        format=actual,
        encoding=received.encoding,
    )


def _content(data: bytes, file: str) -> bytes:
    if data.startswith(b"\x1f\x8b"):
        try:
            data = gzip.decompress(data)
        except (EOFError, zlib.error, gzip.BadGzipFile):
            raise CorruptArchive(file=file, size=len(data)) from None
    if not _HOLDS_SOMETHING.search(data):
        raise EmptyDelivery(file=file, size=len(data))
    return data


def _data_rows(received: Received, layout: Layout, file: str) -> Received:
    """The rows that are data, with the flaws that show before a cell is typed."""
    received = _without_footers(received, layout, file)
    if received.cells.is_empty():
        raise NoRows(file=file, row=received.header.row)
    return replace(
        received,
        faults=(*received.faults, *repeated_headers(received)),
        findings=(*received.findings, *unnamed_columns(received, file)),
    )


def _without_footers(received: Received, layout: Layout, file: str) -> Received:
    if received.format == "jsonl":
        return received
    types = {column.name: column.logical_type for column in layout.columns if column.required}
    required = {place: types[name] for name, place in received.header.positions.items() if name in types}
    footers = footer_rows(received.cells, required)
    if not footers:
        return received
    kept = received.only(~received.cells[ROW].is_in(footers))
    note = finding("FootersDropped", file=file, count=len(footers), row=footers[0])
    faults = tuple(fault for fault in received.faults if fault[0] not in footers)
    return replace(kept, faults=faults, findings=(*kept.findings, note))


def _cells_by_column(received: Received, layout: Layout, file: str) -> dict[str, Cells]:
    rows = received.cells[ROW]
    false = pl.repeat(False, len(rows), eager=True)
    broken = [row for row, position, _ in received.faults if position is None]
    sound = ~rows.is_in(broken) if broken else ~false
    places = {column: received.header.positions.get(column.name) for column in layout.columns}
    return {
        column.name: Cells(
            column=column,
            header=received.header.received(column.name),
            file=file,
            text=received.cells[str(place)],
            rows=rows,
            sound=sound,
            numeric=received.numeric.get(place, false),
            edition=received.header.edition,
        )
        for column, place in places.items()
        if place is not None
    }


def _typed(column: Column, cells: Cells | None, height: int) -> Typed:
    if cells is None:
        empty = pl.repeat(None, height, dtype=pl.String, eager=True)
        return Typed(empty.cast(_TYPES[column.logical_type]), empty)
    match column.logical_type:
        case "string":
            return read_text(cells)
        case "date" | "timestamp":
            return read_moments(cells)
        case "integer" | "number":
            return read_numbers(cells)
        case "boolean":
            return read_truth(cells)


def _problems(received: Received, typed: dict[str, Typed]) -> pl.DataFrame:
    """What is wrong, once: in a row whose cells may be shifted only the row's own flaw counts."""
    names = {place: name for name, place in received.header.positions.items()}
    of_rows = [(row, None, rule) for row, place, rule in received.faults if place is None]
    of_cells = [(row, names[place], rule) for row, place, rule in received.faults if place in names]
    frames = [pl.DataFrame(of_cells, PROBLEM_SCHEMA, orient="row")]
    flawed = {name: column for name, column in typed.items() if column.rules.count()}
    for name, column in flawed.items():
        frame = pl.DataFrame({"row": received.cells[ROW], "column": name, "rule": column.rules}, PROBLEM_SCHEMA)
        frames.append(frame.drop_nulls("rule"))
    whole = pl.DataFrame(of_rows, PROBLEM_SCHEMA, orient="row").unique()
    cells = pl.concat(frames).filter(~pl.col("row").is_in(whole["row"].implode()))
    return pl.concat([whole, cells]).sort("row", "column", "rule", nulls_last=False)
