"""The workbook in which a clerk corrects the rows that were held back, and sends them in again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from faro.contracts import Column, Contract
from faro.feedback.held_rows import HeldRow, suggested, undecorated, what_is_expected, wrong
from faro.feedback.instructions import write_instructions
from faro.feedback.layout import CONTROL_HEADERS, EXPLANATION_HEADERS, LOAD, ROW, SHEET, headers_of
from faro.feedback.original import Cell
from faro.feedback.sheet_rules import add_check, number_format, write_lists

_WIDTHS = {"_wrong": 52, "_expected": 36, "_suggestion": 26, ROW: 12, LOAD: 10}
_EXACT_INTEGER = 10**15


@dataclass(frozen=True)
class _Styles:
    """The looks of the sheet."""

    book: Workbook

    def header(self) -> Format:
        return self._new(bold=True, bg_color="#1F3A5F", font_color="#FFFFFF", text_wrap=True, valign="vcenter")

    def told(self) -> Format:
        return self._new(bg_color="#EEF1F5", text_wrap=True)

    def cell(self, column: Column, *, is_flawed: bool) -> Format:
        marked = {"bg_color": "#FFD9D2", "bold": True} if is_flawed else {}
        return self._new(num_format=number_format(column), locked=False, **marked)

    def _new(self, **looks: object) -> Format:
        return self.book.add_format({"border": 1, "border_color": "#C9CED6", "valign": "top", **looks})


def correction_workbook(contract: Contract, rows: Sequence[HeldRow], received: date) -> bytes:
    """An XLSX with the held rows, as the institution sent them. Made in memory: nothing of it is kept here."""
    content = BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"title": f"Correcciones: {contract.title}"})
        sheet = book.add_worksheet(SHEET)
        write_instructions(book, contract)
        _Page(book, sheet, contract, rows, received).write()
    return content.getvalue()


class _Page:
    """The sheet of the rows."""

    def __init__(
        self, book: Workbook, sheet: Worksheet, contract: Contract, rows: Sequence[HeldRow], received: date
    ) -> None:
        self._sheet, self._contract, self._rows, self._received = sheet, contract, rows, received
        self._styles = _Styles(book)
        self._headers = headers_of(contract)
        self._columns = [column for column in contract.columns if column.name in self._headers]
        self._lists = write_lists(book, self._columns)
        self._order = _order(contract, list(self._headers))

    def write(self) -> None:
        titles = {**self._headers, **EXPLANATION_HEADERS, **CONTROL_HEADERS}
        self._sheet.write_row(0, 0, [titles[name] for name in self._order], self._styles.header())
        for name in EXPLANATION_HEADERS | CONTROL_HEADERS:
            place, is_hidden = self._order.index(name), {"hidden": name == LOAD}
            self._sheet.set_column(place, place, _WIDTHS[name], None, is_hidden)
        self._write_told()
        for column in self._columns:
            self._write_column(column)
        self._sheet.freeze_panes(1, max(1, len(self._contract.key)))
        self._sheet.protect("", {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True})

    def _write_told(self) -> None:
        """What Faro adds to each row; locked, as the row is recognised by it."""
        style = self._styles.told()
        for line, row in enumerate(self._rows, start=1):
            told = {
                "_wrong": wrong(self._contract, row),
                "_expected": what_is_expected(self._contract, row),
                "_suggestion": suggested(self._contract, row, self._received),
            }
            for name, words in told.items():
                self._sheet.write_string(line, self._order.index(name), words, style)
            for name, number in zip((LOAD, ROW), row.origin, strict=True):
                self._sheet.write_number(line, self._order.index(name), number, style)

    def _write_column(self, column: Column) -> None:
        place = self._order.index(column.name)
        self._sheet.set_column(place, place, max(12, min(30, len(self._headers[column.name]) + 2)))
        sound, flawed = (self._styles.cell(column, is_flawed=is_flawed) for is_flawed in (False, True))
        for line, row in enumerate(self._rows, start=1):
            is_flawed = column.name in row.flawed_columns
            style = flawed if is_flawed else sound
            self._write_cell(line, place, row.cells.get(column.name), column, style)
        add_check(self._sheet, column, (1, place, max(1, len(self._rows)), place), self._lists)

    def _write_cell(self, line: int, place: int, cell: Cell | None, column: Column, style: Format) -> None:
        """A value as what it is; what could not be read as its text between question marks, so that nobody reads it."""
        value, text = (cell.value, cell.text) if cell else (None, None)
        if value is None and text is not None:
            self._sheet.write_string(line, place, text if column.type == "string" else f"¿{undecorated(text)}?", style)
        elif isinstance(value, bool):
            self._sheet.write_string(line, place, "Sí" if value else "No", style)
        elif isinstance(value, date | datetime):
            self._sheet.write_datetime(line, place, value, style)
        elif isinstance(value, int | float) and abs(value) < _EXACT_INTEGER:
            self._sheet.write_number(line, place, value, style)
        elif value is None:
            self._sheet.write_blank(line, place, None, style)
        else:
            self._sheet.write_string(line, place, str(value), style)


def _order(contract: Contract, delivered: list[str]) -> list[str]:
    """The institution's own record number first, else the row's number in its file."""
    key = [name for name in contract.key if name in delivered]
    rest = [name for name in delivered if name not in key]
    if key:
        return [*key, *EXPLANATION_HEADERS, *rest, ROW, LOAD]
    return [ROW, *EXPLANATION_HEADERS, *rest, LOAD]
