"""content.xml of an ODS workbook: which cell holds what, with repeated and merged cells in their places.

Plain rows are taken apart many at once, all others element by element, and both give the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

import polars as pl

from faro.parsing.open_document_cells import CELLS, MOST_CELLS, NotPlain
from faro.parsing.open_document_rows import Outline, run_of
from faro.parsing.open_document_values import PREFIXES, CellValue, value_of

_TABLE, _OFFICE, _TEXT, _STYLE, _DRAWING = (PREFIXES[name] for name in ("table", "office", "text", "style", "drawing"))
_ROW = f"{_TABLE}table-row"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_PARAGRAPHS = (f"{_TEXT}p", f"{_TEXT}h")


class TooLarge(ValueError):
    """The sheet says that it repeats a filled cell more often than a sheet has cells."""


@dataclass(frozen=True)
class Page:
    """One sheet: its filled cells in any order, and those which hide something behind a blank."""

    name: str
    visible: bool
    cells: pl.DataFrame
    unreadable: list[tuple[int, int, str]]


@dataclass
class _Draft:
    """What was read of a sheet so far: its cells, and the number of the first row of each run of plain rows."""

    name: str
    visible: bool
    rows: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    values: list[CellValue] = field(default_factory=list)
    runs: dict[int, int] = field(default_factory=dict)

    def page(self, outline: Outline | None) -> Page:
        texts, numbers = [value.text for value in self.values], [value.is_number for value in self.values]
        cells = pl.DataFrame(dict(zip(CELLS, (self.rows, self.columns, texts, numbers), strict=True)), CELLS)
        if outline and self.runs:
            cells = pl.concat([cells, outline.placed(self.runs)])
        placed = zip(self.rows, self.columns, self.values, strict=True)
        return Page(
            self.name, self.visible, cells, [(row, column, value.fault) for row, column, value in placed if value.fault]
        )


def pages_of(content: bytes) -> list[Page]:
    """The sheets in their order. Raises ExpatError or TooLarge."""
    try:
        if outline := Outline.of(content):
            return _pages(outline.content, outline)
    except (NotPlain, expat.ExpatError):
        pass  # what is wrong is said of the content as it came
    return _pages(content, None)


def _pages(content: bytes, outline: Outline | None) -> list[Page]:
    reader = _Reader(outline)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = reader.text, _refuse_doctype
    parser.Parse(content, True)
    return [draft.page(outline) for draft in reader.drafts]


def _refuse_doctype(*_declared: object) -> None:
    """No office program writes one; it could name other files or grow without end."""
    raise TooLarge


class _Reader:
    """Follows the elements; what lies within notes, drawings and tables within cells is no text of the cell."""

    def __init__(self, outline: Outline | None) -> None:
        self.drafts: list[_Draft] = []
        self._outline = outline
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._tables = self._silent = self._paragraph = 0
        self._row = self._column = self._filled = self._open_rows = 0
        self._row_repeats = 1
        self._line: dict[int, CellValue] = {}
        self._cell: Mapping[str, str] | None = None
        self._paragraphs: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == _ROW and self._outline and (run := run_of(attributes)) is not None:
            self._note_run(run, self._outline)
        if self._silent or name == f"{_OFFICE}annotation" or name.startswith(_DRAWING):
            self._silent += 1
        elif name == f"{_TABLE}table":
            self._start_table(attributes)
        elif self._tables == 1 and name == _ROW:
            self._row_repeats = int(attributes.get(f"{_TABLE}number-rows-repeated", 1))
            self._line, self._column = {}, 0
            self._open_rows += 1
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
        elif self._tables == 1 and name == _ROW:
            self._end_row()
        elif self._tables == 1 and name in _CELLS and self._cell is not None:
            self._end_cell(self._cell)
        elif name in _PARAGRAPHS and self._paragraph:
            self._paragraph -= 1

    def text(self, data: str) -> None:
        if self._paragraph and not self._silent:
            self._paragraphs[-1] += data

    def _note_run(self, run: int, outline: Outline) -> None:
        if self._silent or self._tables != 1 or self._open_rows or self._cell is not None:
            raise NotPlain
        self.drafts[-1].runs[run] = self._row + 1
        self._count(outline.filled(run))

    def _start_table(self, attributes: Mapping[str, str]) -> None:
        self._tables += 1
        if self._tables == 1:
            visible = attributes.get(f"{_TABLE}style-name") not in self._hidden_styles
            self.drafts.append(_Draft(attributes.get(f"{_TABLE}name", ""), visible))
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
        draft, line = self.drafts[-1], self._line
        self._count(len(line) * (self._row_repeats - 1))
        for row in range(self._row + 1, self._row + 1 + self._row_repeats if line else 0):
            draft.rows += [row] * len(line)
            draft.columns += line
            draft.values += line.values()
        self._row += self._row_repeats
        self._open_rows -= 1

    def _count(self, cells: int) -> None:
        self._filled += cells
        if self._filled > MOST_CELLS:
            raise TooLarge


def _written(name: str, attributes: Mapping[str, str]) -> str:
    """Spaces, tabs and line breaks are elements."""
    if name == f"{_TEXT}s":
        return " " * min(int(attributes.get(f"{_TEXT}c", 1)), 1000)
    return {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}.get(name, "")
