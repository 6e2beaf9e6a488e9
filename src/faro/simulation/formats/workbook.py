"""XLSX as an office writes it: real dates and numbers, one header row."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from faro.simulation.formats.sheet import Sheet

#: When every workbook says that it was made, so that the same rows are the same bytes.
MADE = datetime(2015, 1, 1, tzinfo=UTC)
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "dd/mm/yyyy",
}


def write(sheet: Sheet) -> bytes:
    buffer = io.BytesIO()
    with open_book(buffer) as book:
        worksheet = book.add_worksheet(sheet.name)
        write_banner(worksheet, sheet)
        worksheet.write_row(len(sheet.banner), 0, sheet.headers)
        write_lines(worksheet, sheet, len(sheet.banner) + 1)
    return buffer.getvalue()


@contextmanager
def open_book(buffer: io.BytesIO) -> Iterator[xlsxwriter.Workbook]:
    with xlsxwriter.Workbook(buffer, _OPTIONS) as book:
        book.set_properties({"created": MADE})
        yield book


def write_banner(worksheet: Worksheet, sheet: Sheet) -> None:
    for number, line in enumerate(sheet.banner):
        worksheet.write_string(number, 0, line)


def write_lines(worksheet: Worksheet, sheet: Sheet, first: int) -> None:
    for number, line in enumerate(sheet.lines, start=first):
        for place, cell in enumerate(line):
            if cell is not None:
                worksheet.write(number, place, cell)
