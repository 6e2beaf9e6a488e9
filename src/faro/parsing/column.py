"""One column on its way from text to a type."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from faro.parsing.findings import Finding
from faro.parsing.layout import Column, Edition

_SUSPICIOUS = ["Ã", "Â", "â€", "\ufffd"]


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

    @cached_property
    def distinct(self) -> "Distinct":
        """The texts without their repetitions."""
        return Distinct.of(self.text)

    @cached_property
    def suspects(self) -> pl.Series:
        """The texts with a letter by which a wrong conversion begins, or that stands for a lost one."""
        return self.text.str.contains_any(_SUSPICIOUS).fill_null(False)

    def first_row(self, where: pl.Series) -> int:
        """The row number of the first cell for which that holds."""
        return int(self.rows.filter(where)[0])


@dataclass(frozen=True)
class Typed:
    """The typed column, per row the rule that it breaks (null when none), and what was noticed."""

    values: pl.Series
    rules: pl.Series
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Distinct:
    """The texts of a column, each once, and for every row which of them it holds (none: the row's own)."""

    texts: pl.Series
    places: pl.Series | None

    @classmethod
    def of(cls, text: pl.Series) -> "Distinct":
        """Where most texts differ, finding those that do not costs more than it saves: then they are as they came."""
        if int(text.approx_n_unique()) > len(text) // 4:  # type: ignore[arg-type]
            return cls(text, None)
        texts = text.unique()
        places = pl.int_range(len(texts), dtype=pl.UInt32, eager=True)
        return cls(texts, text.replace_strict(texts, places, return_dtype=pl.UInt32))

    def each(self, function: Callable[[pl.Series], pl.Series]) -> pl.Series:
        """What the function makes of the texts, for every row."""
        return self.spread(function(self.texts))

    def spread(self, made: pl.Series) -> pl.Series:
        """What was made of each text, for every row."""
        return made if self.places is None else made.gather(self.places)
