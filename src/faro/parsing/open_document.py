"""The sheets of an ODS workbook as text, from its content.xml.

The workbook library reads ODS too, but loses durations of a day and more, errors and line breaks, and never returns
from a file that is cut within its XML.
"""

import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from xml.parsers.expat import ExpatError

import polars as pl

from faro.parsing.errors import CorruptWorkbook, ProtectedWorkbook
from faro.parsing.heading import HeadRow
from faro.parsing.open_document_content import Page, TooLarge, pages_of
from faro.parsing.received import Fault, as_cells, blank_as_null


@dataclass(frozen=True)
class OpenDocumentSheet:
    """One sheet; positions count from its first column that holds anything."""

    page: Page

    @property
    def name(self) -> str:
        return self.page.name

    @property
    def visible(self) -> bool:
        return self.page.visible

    def head(self, count: int) -> list[HeadRow]:
        """The first rows with their numbers, blank ones too."""
        rows = dict(self._rows(count))
        last = min(count, max(self.page.rows, default=0))
        return [(number, rows.get(number, [])) for number in range(1, last + 1)]

    def read(self, number_columns: Sequence[int]) -> tuple[pl.DataFrame, dict[int, pl.Series]]:
        """Every filled row as text by position, with the sheet's own row numbers; and which cells of those columns
        are numbers by nature."""
        numbers, first = self.page.numbers, self.page.first_column
        numeric = {
            place: pl.Series([(row, place + first) in numbers for row in self.page.rows], dtype=pl.Boolean)
            for place in number_columns
        }
        return blank_as_null(as_cells(self._rows(), self.page.width)), numeric

    def unreadable(self) -> list[Fault]:
        """Errors of calculation, and formulas whose result was never saved."""
        return [(row, column - self.page.first_column, rule) for row, column, rule in self.page.unreadable]

    def _rows(self, until: int | None = None) -> list[tuple[int, list[str | None]]]:
        page = self.page
        places = range(page.first_column, page.first_column + page.width)
        return [
            (number, [line.get(place) for place in places])
            for number, line in page.rows.items()
            if until is None or number <= until
        ]


def open_document(data: bytes, file: str) -> list[OpenDocumentSheet]:
    """The sheets, or a refusal that tells damaged from protected."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            if archive.testzip() is not None:
                raise CorruptWorkbook(file=file, size=len(data))
            if b"encryption-data" in archive.read("META-INF/manifest.xml"):
                raise ProtectedWorkbook(file=file)
            return [OpenDocumentSheet(page) for page in pages_of(archive.read("content.xml"))]
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, OSError, NotImplementedError, ExpatError, TooLarge):
        raise CorruptWorkbook(file=file, size=len(data)) from None
