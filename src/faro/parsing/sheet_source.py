"""What a sheet hides behind cells that look empty: calculation errors, and formulas whose result was never saved."""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO

from openpyxl.reader.workbook import WorkbookParser
from openpyxl.utils import column_index_from_string

from faro.parsing.received import Fault

_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*)>")
_NO_RESULT = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*/>|<v>\s*</v>)?\s*</(?:\w+:)?c>"
)
_PLACE = re.compile(rb'\br="([A-Z]+)(\d+)"')


def unreadable_cells(data: bytes, sheet: str, first_column: int) -> list[Fault]:
    """The cells that a reader shows as empty although they are not."""
    if not data.startswith(b"PK"):
        return []
    source = _source(data, sheet)
    found = [("error_cell", cell) for cell in _error_cells(source)]
    found += [("formula_without_value", cell) for cell in _formulas_without_value(source)]
    return [(*place, rule) for rule, cell in found if (place := _place(cell, first_column))]


def _error_cells(source: bytes) -> Iterator[bytes]:
    if b't="e"' in source:
        yield from (cell[1] for cell in _CELL.finditer(source) if b't="e"' in cell[1])


def _formulas_without_value(source: bytes) -> Iterator[bytes]:
    """Excel marks a formula whose result is an empty text with t="str": that one is really empty."""
    if b"f>" in source or b"f " in source:
        yield from (cell[1] for cell in _NO_RESULT.finditer(source) if b't="' not in cell[1])


def _place(attributes: bytes, first_column: int) -> tuple[int, int] | None:
    found = _PLACE.search(attributes)
    return (int(found[2]), column_index_from_string(found[1].decode()) - 1 - first_column) if found else None


def _source(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parser = WorkbookParser(archive, "xl/workbook.xml")
        parser.parse()
        paths = [relation.target for sheet, relation in parser.find_sheets() if sheet.name == name]
        return archive.read(paths[0]) if paths else b""
