"""XLSX with two header rows, the upper one merged over the columns it names: `Persona atendida / Sexo`."""

import io
from itertools import groupby

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from faro.simulation.formats.sheet import Sheet
from faro.simulation.formats.workbook import open_book, write_banner, write_lines

#: What joins the two rows in the header that a contract's edition states.
BETWEEN = " / "


def write(sheet: Sheet) -> bytes:
    buffer = io.BytesIO()
    with open_book(buffer) as book:
        worksheet = book.add_worksheet(sheet.name)
        write_banner(worksheet, sheet)
        _write_headers(book, worksheet, sheet)
        write_lines(worksheet, sheet, len(sheet.banner) + 2)
    return buffer.getvalue()


def _write_headers(book: xlsxwriter.Workbook, worksheet: Worksheet, sheet: Sheet) -> None:
    centred = book.add_format({"align": "center", "bold": True})
    above = len(sheet.banner)
    named = [(place, *_parts(header)) for place, header in enumerate(sheet.headers)]
    for place, _, label in named:
        worksheet.write_string(above + 1, place, label)
    for group, members in groupby(named, key=lambda each: each[1]):
        places = [place for place, _, _ in members]
        if len(places) > 1:
            worksheet.merge_range(above, places[0], above, places[-1], group, centred)
        else:
            worksheet.write_string(above, places[0], group, centred)


def _parts(header: str) -> tuple[str, str]:
    group, between, label = header.partition(BETWEEN)
    return (group, label) if between else ("", header)
