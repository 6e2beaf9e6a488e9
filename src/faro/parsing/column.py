"""One column on its way from text to a type."""

from dataclasses import dataclass

import polars as pl

from faro.parsing.findings import Finding
from faro.parsing.layout import Column, Edition


@dataclass(frozen=True)
class Cells:
    """The text of one column, and what is known about it.

    `sound` tells which rows are well formed: the others take no part in finding out what the column's format is.
    """

    column: Column
    header: str
    file: str
    text: pl.Series
    rows: pl.Series
    sound: pl.Series
    numeric: pl.Series
    edition: Edition

    def first_row(self, where: pl.Series) -> int:
        """The row number of the first cell for which that holds."""
        return int(self.rows.filter(where)[0])


@dataclass(frozen=True)
class Typed:
    """The typed column, per row the rule that it breaks (null when none), and what was noticed."""

    values: pl.Series
    rules: pl.Series
    findings: tuple[Finding, ...] = ()
