"""A workbook, XLSX or ODS, as rows of text: the one sheet that has the contract's header."""

import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import fastexcel
import polars as pl

from faro.parsing import headers
from faro.parsing.errors import CorruptWorkbook, ProtectedWorkbook, SeveralSheets
from faro.parsing.findings import Finding, finding
from faro.parsing.heading import Heading
from faro.parsing.layout import Edition, Format, Layout
from faro.parsing.open_document import OpenDocumentSheet, open_document
from faro.parsing.received import ROW, Fault, Received
from faro.parsing.sheet import Sheet, open_sheet

AnySheet = Sheet | OpenDocumentSheet
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True)
class Candidate:
    """A sheet that has the header of an edition."""

    sheet: AnySheet
    fit: headers.Fit
    heading: Heading
    edition: Edition


def read_workbook(data: bytes, layout: Layout, file: str) -> Received:
    """The rows of an XLSX workbook."""
    return _rows(open_sheets(data, "xlsx", file), "xlsx", layout, file)


def read_open_document(data: bytes, layout: Layout, file: str) -> Received:
    """The rows of an ODS workbook."""
    return _rows(open_sheets(data, "ods", file), "ods", layout, file)


def open_sheets(data: bytes, format: Format, file: str) -> Sequence[AnySheet]:
    """Every sheet of a workbook of that format. Raises CorruptWorkbook or ProtectedWorkbook."""
    if format == "ods":
        return open_document(data, file)
    reader = open_workbook(data, file)
    return [open_sheet(reader, data, name) for name in reader.sheet_names]


def _rows(sheets: Sequence[AnySheet], format: Format, layout: Layout, file: str) -> Received:
    """The rows of the sheet that has the contract's header."""
    chosen = _choose(sheets, layout, file)
    header, findings = headers.read_header(chosen.heading, chosen.edition, layout, file)
    cells, numeric = chosen.sheet.read(_number_columns(layout, header))
    faults = [*chosen.sheet.unreadable(), *_beyond(cells, header)]
    received = Received(
        header=header,
        cells=cells,
        format=format,
        faults=tuple(fault for fault in faults if fault[0] > header.row),
        numeric=numeric,
        findings=(*findings, *_about_sheets(chosen, len(sheets), file)),
    )
    return received.only(_data_rows(received))


def open_workbook(data: bytes, file: str) -> fastexcel.ExcelReader:
    """The workbook, or a refusal that tells damaged from protected."""
    if not data.startswith(b"PK") and _ENCRYPTED in data:
        raise ProtectedWorkbook(file=file)
    try:
        if data.startswith(b"PK") and zipfile.ZipFile(BytesIO(data)).testzip() is not None:
            raise CorruptWorkbook(file=file, size=len(data))
        return fastexcel.read_excel(data)
    except (zipfile.BadZipFile, zlib.error, fastexcel.FastExcelError, OSError, EOFError, NotImplementedError):
        raise CorruptWorkbook(file=file, size=len(data)) from None


def _choose(sheets: Sequence[AnySheet], layout: Layout, file: str) -> Candidate:
    """The sheet that the edition names, else the only one (of those that can be seen) with the header."""
    found = [candidate for sheet in sheets if (candidate := _candidate(sheet, layout))]
    if not found:
        raise headers.no_edition(layout, file)
    named = [candidate for candidate in found if candidate.sheet.name == candidate.edition.sheet]
    visible = [candidate for candidate in found if candidate.sheet.visible]
    good = named or visible or found
    best = max(candidate.fit.share for candidate in good)
    equal = [candidate for candidate in good if candidate.fit.share == best]
    if len(equal) > 1:
        names = ", ".join(headers.shown(candidate.sheet.name) for candidate in equal)
        raise SeveralSheets(file=file, count=len(equal), sheet=names)
    return equal[0]


def _candidate(sheet: AnySheet, layout: Layout) -> Candidate | None:
    found = headers.locate(sheet.head(headers.HEAD_ROWS), layout)
    return Candidate(sheet, *found) if found else None


def _number_columns(layout: Layout, header: headers.Header) -> list[int]:
    numbers = [column.name for column in layout.columns if column.logical_type in ("integer", "number")]
    return [header.positions[name] for name in numbers if name in header.positions]


def _data_rows(received: Received) -> pl.Series:
    """Rows below the header with a value, or with a cell that only looks empty."""
    cells = received.cells
    filled = cells.select(pl.any_horizontal(pl.exclude(ROW).is_not_null())).to_series()
    flawed = cells[ROW].is_in([row for row, _, _ in received.faults])
    return (cells[ROW] > received.header.row) & (filled | flawed)


def _beyond(cells: pl.DataFrame, header: headers.Header) -> list[Fault]:
    """Rows with data to the right of the last named column."""
    right = [str(position) for position in range(header.width, cells.width - 1)]
    if not right:
        return []
    rows = cells.filter(pl.any_horizontal(pl.col(right).is_not_null()))[ROW]
    return [(row, None, "extra_cells") for row in rows]


def _about_sheets(chosen: Candidate, sheets: int, file: str) -> list[Finding]:
    found, name = [], headers.shown(chosen.sheet.name)
    if chosen.edition.sheet and chosen.edition.sheet != chosen.sheet.name:
        found.append(finding("SheetRenamed", file=file, sheet=name, edition=chosen.edition.name))
    if sheets > 1:
        found.append(finding("OtherSheetsIgnored", file=file, sheet=name, count=sheets - 1))
    return found
