"""The workbook of a release: figures to read and filter, the data dictionary, and the notes."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from io import BytesIO
from math import ceil
from zipfile import ZipFile, ZipInfo

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from faro.publication.dictionary import COLUMNS, DEMONSTRATION, STATUSES, dictionary_rows
from faro.publication.figures import Facts, PublishedFigure
from faro.publication.notes import Section, heading

SHEETS = ("Cifras", "Diccionario", "Notas")
#: Column → width. What is read in Spanish comes first.
WIDTHS = {
    "indicator_id": 12, "indicator_es": 44, "period": 12, "breakdown_es": 28, "category_es": 34, "value": 15,
    "unit_es": 24, "status": 12, "sources": 40, "breakdown": 36, "category": 36, "indicator_en": 60,
    "breakdown_en": 46, "category_en": 60, "unit_en": 22,
}  # fmt: skip
#: How many of them fit on a printed page; the notes name the sources.
_PRINTED = 8
#: Number formats of units whose values are not whole, by their English name. Excel writes the comma that es-CR has.
NUMBER_FORMATS = {"share": "0.0%", "per 100,000 inhabitants": "#,##0.00"}
_WHOLE, _NOT_WHOLE = "#,##0", "#,##0.0##"
_TITLE, _HEADER = 0, 1
_DICTIONARY_WIDTHS = (16, 13, 9, 24, 24, 60, 60)
_NOTES_WIDTH = 90
_LINE = 15  # points
_LETTER = 1  # the paper of Costa Rica
_FIRST_OF_ZIP = (1980, 1, 1, 0, 0, 0)
_RIGHT = {"valign": "top", "align": "right", "indent": 1}
_NAVY, _QUIET, _RED = "#16324F", "#5B6B7B", "#A4262C"


def workbook(rows: Sequence[PublishedFigure], facts: Facts, notes: Sequence[Section]) -> bytes:
    """An XLSX. Its dates are those of the release."""
    content = BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        prepared = datetime.combine(date.fromisoformat(facts.prepared_on), time())
        book.set_properties({"title": heading(facts)["es"], "author": "Faro", "created": prepared})
        figures, dictionary, told = (book.add_worksheet(name) for name in SHEETS)
        _Figures(book, figures).write(rows, facts)
        _write_dictionary(book, dictionary)
        _write_notes(book, told, notes)
        if facts.is_demonstration:
            for sheet in (figures, dictionary, told):
                sheet.set_tab_color(_RED)
    return _unpacked(content)


def _unpacked(content: BytesIO) -> bytes:
    """The same parts without compression, which differs between machines, and with one date."""
    unpacked = BytesIO()
    with ZipFile(content) as packed, ZipFile(unpacked, "w") as parts:
        for name in packed.namelist():
            parts.writestr(ZipInfo(name, _FIRST_OF_ZIP), packed.read(name))
    return unpacked.getvalue()


class _Figures:
    """The sheet of the figures."""

    def __init__(self, book: Workbook, sheet: Worksheet) -> None:
        self._book, self._sheet = book, sheet
        self._header = _header_format(book)
        self._text = book.add_format({"valign": "top", "text_wrap": True})
        self._line = book.add_format({"valign": "top"})
        self._absent = book.add_format({**_RIGHT, "italic": True, "font_color": _QUIET})
        self._numbers: dict[str, Format] = {}

    def write(self, rows: Sequence[PublishedFigure], facts: Facts) -> None:
        self._write_title(facts)
        last = _HEADER + len(rows)
        for place, (name, width) in enumerate(WIDTHS.items()):
            self._sheet.set_column(place, place, width)
            self._sheet.write_string(_HEADER, place, COLUMNS[name].es, self._header)
        for line, row in enumerate(rows, start=_HEADER + 1):
            wrapped = ((getattr(row, name), width) for name, width in WIDTHS.items() if name != "sources")
            _give_room(self._sheet, line, wrapped)
            for place, name in enumerate(WIDTHS):
                self._write(line, place, name, row)
        self._sheet.freeze_panes(_HEADER + 1, 0)
        self._sheet.autofilter(_HEADER, 0, last, len(WIDTHS) - 1)
        self._sheet.ignore_errors({"number_stored_as_text": f"A1:O{last + 1}"})
        self._print(facts, last)

    def _write_title(self, facts: Facts) -> None:
        looks = {"bold": True, "font_size": 13, "font_color": _RED if facts.is_demonstration else _NAVY}
        warning = f" · {DEMONSTRATION['es']}" if facts.is_demonstration else ""
        self._sheet.set_row(_TITLE, 24)
        self._sheet.set_row(_HEADER, 2 * _LINE)
        self._sheet.write_string(_TITLE, 0, f"{heading(facts)['es']}{warning}", self._book.add_format(looks))

    def _write(self, line: int, place: int, name: str, row: PublishedFigure) -> None:
        if name == "value" and row.value is not None:
            self._sheet.write_number(line, place, row.value, self._number(row.unit_en, row.value))
        elif name == "value":
            self._sheet.write_string(line, place, STATUSES[row.status].es.lower(), self._absent)
        elif name == "status":
            self._sheet.write_string(line, place, STATUSES[row.status].es, self._text)
        else:
            style = self._line if name == "sources" else self._text
            self._sheet.write_string(line, place, getattr(row, name), style)

    def _number(self, unit: str, value: float) -> Format:
        looks = NUMBER_FORMATS.get(unit) or (_WHOLE if value.is_integer() else _NOT_WHOLE)
        if looks not in self._numbers:
            self._numbers[looks] = self._book.add_format({**_RIGHT, "num_format": looks})
        return self._numbers[looks]

    def _print(self, facts: Facts, last: int) -> None:
        self._sheet.set_landscape()
        self._sheet.set_paper(_LETTER)
        self._sheet.print_area(_TITLE, 0, last, _PRINTED - 1)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.repeat_rows(_TITLE, _HEADER)
        self._sheet.set_footer(f"&L{heading(facts)['es']}&R&P / &N")


def _write_dictionary(book: Workbook, sheet: Worksheet) -> None:
    """In Spanish and, beside it, in English."""
    titles = ("Columna", "Valor", "Tipo", "Nombre", "Name", "Qué dice", "What it says")
    sheet.write_row(0, 0, titles, _header_format(book))
    text = book.add_format({"valign": "top", "text_wrap": True})
    for line, row in enumerate(dictionary_rows(), start=1):
        _give_room(sheet, line, zip(row, _DICTIONARY_WIDTHS, strict=True))
        for place, word in enumerate(row):
            sheet.write_string(line, place, word, text)
    for place, width in enumerate(_DICTIONARY_WIDTHS):
        sheet.set_column(place, place, width)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(_LETTER)
    sheet.fit_to_pages(1, 0)


def _write_notes(book: Workbook, sheet: Worksheet, notes: Sequence[Section]) -> None:
    """In Spanish; those in English are a file of their own."""
    title = book.add_format({"bold": True, "font_size": 13, "font_color": _NAVY})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, _NOTES_WIDTH)
    sheet.hide_gridlines(2)
    sheet.set_paper(_LETTER)
    sheet.set_print_scale(75)
    line = 0
    for section in notes:
        sheet.write_string(line, 0, section.title["es"], title)
        for number, paragraph in enumerate(section.paragraphs, start=1):
            told = paragraph["es"].replace("**", "").replace("`", "")
            _give_room(sheet, line + number, [(told, _NOTES_WIDTH)])
            sheet.write_string(line + number, 0, told, text)
        line += len(section.paragraphs) + 2


def _give_room(sheet: Worksheet, line: int, texts: Iterable[tuple[object, int]]) -> None:
    """As many lines as its longest text needs: not every program finds that out by itself."""
    lines = max(ceil(len(text) / width) if isinstance(text, str) else 1 for text, width in texts)
    if lines > 1:
        sheet.set_row(line, lines * _LINE)


def _header_format(book: Workbook) -> Format:
    return book.add_format(
        {"bold": True, "bg_color": _NAVY, "font_color": "#FFFFFF", "text_wrap": True, "valign": "top"}
    )
