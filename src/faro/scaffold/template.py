"""The registration workbook of a dataset, for an institution without a system: typed in, checked, delivered so."""

from collections.abc import Mapping
from datetime import date
from io import BytesIO
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from faro.contracts import Column, Contract, institutions
from faro.feedback.expected import expected
from faro.feedback.layout import REGISTRATION_SHEET, ROWS_ABOVE_HEADER, headers_of
from faro.feedback.names import registration_name
from faro.feedback.sheet_rules import add_check, number_format, write_lists
from faro.scaffold.examples import example

#: Rows that carry the checks; below them a cell is taken as well, unchecked.
_CHECKED_ROWS = 5_000
_HEADER_ROW, _FIRST_ROW = ROWS_ABOVE_HEADER, ROWS_ABOVE_HEADER + 1
_ALLOWED = {"format_columns": True, "format_rows": True, "insert_rows": True, "delete_rows": True, "sort": True}


def registration_workbook(contract: Contract) -> bytes:
    """The XLSX, empty but for its example row."""
    content = BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"title": f"Registro: {contract.title}"})
        sheet = book.add_worksheet(REGISTRATION_SHEET)
        _write_instructions(book, contract)
        _Page(book, sheet, contract).write()
    return content.getvalue()


class _Page:
    """The sheet that is typed into: title, hint and example above the header, the register below it."""

    def __init__(self, book: Workbook, sheet: Worksheet, contract: Contract) -> None:
        self._book, self._sheet, self._contract = book, sheet, contract
        self._headers = headers_of(contract)
        self._columns = [column for column in contract.columns if column.name in self._headers]

    def write(self) -> None:
        title = self._book.add_format({"bold": True, "font_size": 14, "font_color": "#1F3A5F"})
        self._sheet.write_string(0, 0, f"{self._contract.title}: registro", title)
        hint = f"La fila {ROWS_ABOVE_HEADER} es un ejemplo: no se entrega. Escriba desde la fila {_FIRST_ROW + 1}."
        self._sheet.write_string(1, 0, hint, self._book.add_format({"italic": True}))
        lists = write_lists(self._book, self._columns)
        for place, column in enumerate(self._columns):
            self._write_column(place, column, lists)
        self._mark_what_is_missing()
        self._sheet.freeze_panes(_FIRST_ROW, 1)
        self._sheet.protect("", _ALLOWED)

    def _write_column(self, place: int, column: Column, lists: Mapping[str, str]) -> None:
        header = self._headers[column.name]
        open_cell = self._book.add_format({"num_format": number_format(column), "locked": False})
        self._sheet.set_column(place, place, max(14, min(34, len(header) + 3)), open_cell)
        self._write_example(place, column)
        self._sheet.write_string(_HEADER_ROW, place, header, self._header(column))
        add_check(self._sheet, column, (_FIRST_ROW, place, _FIRST_ROW + _CHECKED_ROWS, place), lists)

    def _write_example(self, place: int, column: Column) -> None:
        looks = {"italic": True, "font_color": "#6B7280", "bg_color": "#EEF1F5", "num_format": number_format(column)}
        style, value = self._book.add_format(looks), example(column)
        if isinstance(value, date):
            self._sheet.write_datetime(ROWS_ABOVE_HEADER - 1, place, value, style)
        else:
            self._sheet.write(ROWS_ABOVE_HEADER - 1, place, value, style)

    def _header(self, column: Column) -> Format:
        colour = "#1F3A5F" if column.is_required else "#5B7390"
        looks = {"bold": True, "bg_color": colour, "font_color": "#FFFFFF", "text_wrap": True, "border": 1}
        return self._book.add_format(looks)

    def _mark_what_is_missing(self) -> None:
        """In a row that was begun: required cells that are empty, and record numbers that repeat."""
        last = xl_col_to_name(len(self._columns) - 1)
        missing, twice = (self._book.add_format({"bg_color": colour}) for colour in ("#FFD9D2", "#FFE8A3"))
        line = _FIRST_ROW + 1
        for place, column in enumerate(self._columns):
            area = (_FIRST_ROW, place, _FIRST_ROW + _CHECKED_ROWS, place)
            if column.is_required:
                rule = f"=AND(COUNTA($A{line}:${last}{line})>0,ISBLANK({xl_col_to_name(place)}{line}))"
                self._sheet.conditional_format(*area, {"type": "formula", "criteria": rule, "format": missing})
            if self._contract.key == (column.name,):
                self._sheet.conditional_format(*area, {"type": "duplicate", "format": twice})


def _write_instructions(book: Workbook, contract: Contract) -> None:
    sheet = book.add_worksheet("Instrucciones")
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    bold = book.add_format({"bold": True, "font_color": "#1F3A5F", "valign": "top"})
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 14)
    sheet.set_column(2, 3, 52)
    lines = _instructions(contract)
    for number, line in enumerate(lines):
        sheet.merge_range(number, 0, number, 3, line, bold if number == 0 else plain)
    sheet.write_row(len(lines) + 1, 0, ("Columna", "¿Obligatoria?", "Qué se espera", "Qué es"), bold)
    for number, row in enumerate(_described(contract), start=len(lines) + 2):
        sheet.write_row(number, 0, row, plain)
    sheet.hide_gridlines(2)
    sheet.protect()


def _instructions(contract: Contract) -> list[str]:
    own = institutions(contract.path.parents[1])[contract.institution].name["es"]
    return [
        f"Registro de «{contract.title}», {own}",
        f"Para qué se recogen estos datos: {_purpose(contract)}",
        f"1. {contract.grain} Escriba en la hoja «{REGISTRATION_SHEET}», debajo del encabezado.",
        "2. Las columnas de encabezado oscuro son obligatorias. Al marcar una celda se muestra qué se espera en ella.",
        "3. Si no se sabe un dato, deje la celda vacía. Vacío quiere decir «no se sabe», no «no».",
        "4. No cambie los encabezados, no agregue columnas y no escriba totales al final.",
        f"5. Guarde el libro como {registration_name(contract.dataset)} y déjelo en su carpeta de salida (outbox).",
        "6. Recibirá un acuse. Si alguna fila no puede cargarse, recibirá además un libro para corregirla.",
        "Este libro contiene datos personales en cuanto se llena: guárdelo y envíelo solo por el canal acordado.",
    ]


def _purpose(contract: Contract) -> str:
    described = contract.document.description
    return (described.purpose if described else None) or contract.title


def _described(contract: Contract) -> list[tuple[Any, ...]]:
    headers = headers_of(contract)
    return [
        (headers[column.name], "Sí" if column.is_required else "No", expected(column), column.description)
        for column in contract.columns
        if column.name in headers
    ]
