"""content.xml of an ODS workbook: which cell holds what, with repeated and merged cells in their places."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from xml.parsers import expat

from faro.parsing.open_document_values import CellValue, value_of

#: More filled cells than any sheet has: a repetition that would only fill the memory.
_MOST_CELLS = 50_000_000

_TABLE, _OFFICE, _TEXT, _STYLE, _DRAWING = (
    f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0 " for name in ("table", "office", "text", "style", "drawing")
)
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_PARAGRAPHS = (f"{_TEXT}p", f"{_TEXT}h")


class TooLarge(ValueError):
    """The sheet says that it repeats a filled cell more often than a sheet has cells."""


@dataclass
class Page:
    """One sheet: row number → column → text, which cells are numbers, and which hide something behind a blank."""

    name: str
    visible: bool
    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    numbers: set[tuple[int, int]] = field(default_factory=set)
    unreadable: list[tuple[int, int, str]] = field(default_factory=list)

    @cached_property
    def first_column(self) -> int:
        return min((column for line in self.rows.values() for column in line), default=0)

    @cached_property
    def width(self) -> int:
        return max((column for line in self.rows.values() for column in line), default=-1) + 1 - self.first_column


def pages_of(content: bytes) -> list[Page]:
    """The sheets in their order. Raises ExpatError or TooLarge."""
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = reader.text, _refuse_doctype
    parser.Parse(content, True)
    return reader.pages


def _refuse_doctype(*_declared: object) -> None:
    """No office program writes one; it could name other files or grow without end."""
    raise TooLarge


class _Reader:
    """Follows the elements; what lies within notes, drawings and tables within cells is no text of the cell."""

    def __init__(self) -> None:
        self.pages: list[Page] = []
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._tables = self._silent = self._paragraph = 0
        self._row = self._column = self._filled = 0
        self._row_repeats = 1
        self._line: dict[int, CellValue] = {}
        self._cell: Mapping[str, str] | None = None
        self._paragraphs: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if self._silent or name == f"{_OFFICE}annotation" or name.startswith(_DRAWING):
            self._silent += 1
        elif name == f"{_TABLE}table":
            self._start_table(attributes)
        elif self._tables == 1 and name == f"{_TABLE}table-row":
            self._row_repeats = int(attributes.get(f"{_TABLE}number-rows-repeated", 1))
            self._line, self._column = {}, 0
        elif self._tables == 1 and name in _CELLS:
            self._cell, self._paragraphs = attributes, []
        elif name in _PARAGRAPHS and self._cell is not None:
            self._paragraphs.append("")
            self._paragraph += 1
        elif self._paragraph:
            self.text(_written(name, attributes))
        else:
            self._note_style(name, attributes)

    def end(self, name: str) -> None:
        if self._silent:
            self._silent -= 1
        elif name == f"{_TABLE}table":
            self._tables -= 1
        elif self._tables == 1 and name == f"{_TABLE}table-row":
            self._end_row()
        elif self._tables == 1 and name in _CELLS and self._cell is not None:
            self._end_cell(self._cell)
        elif name in _PARAGRAPHS and self._paragraph:
            self._paragraph -= 1

    def text(self, data: str) -> None:
        if self._paragraph and not self._silent:
            self._paragraphs[-1] += data

    def _start_table(self, attributes: Mapping[str, str]) -> None:
        self._tables += 1
        if self._tables == 1:
            visible = attributes.get(f"{_TABLE}style-name") not in self._hidden_styles
            self.pages.append(Page(attributes.get(f"{_TABLE}name", ""), visible))
            self._row = 0

    def _note_style(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == f"{_STYLE}style":
            self._style = attributes.get(f"{_STYLE}name", "")
        elif name == f"{_STYLE}table-properties" and attributes.get(f"{_TABLE}display") == "false":
            self._hidden_styles.add(self._style)

    def _end_cell(self, attributes: Mapping[str, str]) -> None:
        repeats = int(attributes.get(f"{_TABLE}number-columns-repeated", 1))
        value = value_of(attributes, "\n".join(self._paragraphs))
        if value.text or value.fault:
            self._count(repeats)
            self._line.update(dict.fromkeys(range(self._column, self._column + repeats), value))
        self._column += repeats
        self._cell = None

    def _end_row(self) -> None:
        page = self.pages[-1]
        self._count(len(self._line) * (self._row_repeats - 1))
        for row in range(self._row + 1, self._row + 1 + self._row_repeats if self._line else 0):
            page.rows[row] = {column: value.text for column, value in self._line.items()}
            page.numbers.update((row, column) for column, value in self._line.items() if value.is_number)
            page.unreadable += [(row, column, value.fault) for column, value in self._line.items() if value.fault]
        self._row += self._row_repeats

    def _count(self, cells: int) -> None:
        self._filled += cells
        if self._filled > _MOST_CELLS:
            raise TooLarge


def _written(name: str, attributes: Mapping[str, str]) -> str:
    """Spaces, tabs and line breaks are elements."""
    if name == f"{_TEXT}s":
        return " " * min(int(attributes.get(f"{_TEXT}c", 1)), 1000)
    return {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}.get(name, "")
