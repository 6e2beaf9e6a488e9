"""The sheets of an ODS workbook as text, from its content.xml.

The workbook library reads ODS too, but loses durations of a day and more, errors and line breaks, and never returns
from a file that is cut within its XML.
"""

import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from xml.parsers.expat import ExpatError

import numpy as np
import polars as pl

from faro.parsing.errors import CorruptWorkbook, ProtectedWorkbook
from faro.parsing.heading import HeadRow
from faro.parsing.open_document_content import Page, TooLarge, pages_of
from faro.parsing.received import ROW, Fault, blank_as_null


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
        cells = self.page.cells
        rows = {row: line for row, *line in self._wide(cells.filter(pl.col("row") <= count), "text").rows()}
        return [
            (number, rows.get(number, [])) for number in range(1, min(count, max(cells["row"].unique(), default=0)) + 1)
        ]

    def read(self, number_columns: Sequence[int]) -> tuple[pl.DataFrame, dict[int, pl.Series]]:
        """Every filled row as text by position, with the sheet's own row numbers; and which cells of those columns
        are numbers by nature."""
        is_number = self._wide(self.page.cells, "is_number")
        numeric = {place: is_number[str(place)].fill_null(False) for place in number_columns}
        return blank_as_null(self._wide(self.page.cells, "text")), numeric

    def unreadable(self) -> list[Fault]:
        """Errors of calculation, and formulas whose result was never saved."""
        return [(row, column - self._columns.start, rule) for row, column, rule in self.page.unreadable]

    @cached_property
    def _columns(self) -> range:
        columns = self.page.cells["column"].unique().to_list()
        return range(min(columns), max(columns) + 1) if columns else range(0)

    def _wide(self, cells: pl.DataFrame, said: str) -> pl.DataFrame:
        """Each row of these cells on one line, with what they say of one kind by position."""
        rows, lines = np.unique(cells["row"].to_numpy(), return_inverse=True)
        places = np.full((len(self._columns), len(rows)), len(cells))
        places[cells["column"].to_numpy() - self._columns.start, lines] = np.arange(len(cells))
        says = pl.concat([cells[said], cells[said].clear(1)])
        columns = [says.gather(place).alias(str(position)) for position, place in enumerate(places)]
        return pl.DataFrame([pl.Series(ROW, rows, pl.Int64), *columns])


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
