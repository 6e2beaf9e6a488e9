"""Yes, no and not recorded."""

import polars as pl

from faro.parsing.column import Cells, Typed

_YES = ("true", "verdadero", "si", "sí", "yes", "s", "y", "1")
_NO = ("false", "falso", "no", "n", "0")


def read_truth(cells: Cells) -> Typed:
    """The column as yes, no or null; anything else is a problem, not a no."""
    values = cells.distinct.each(_truth)
    broken = pl.select(pl.when(cells.text.is_not_null() & values.is_null()).then(pl.lit("not_a_boolean"))).to_series()
    return Typed(values, broken)


def _truth(texts: pl.Series) -> pl.Series:
    word = pl.lit(texts.str.strip_chars().str.to_lowercase())
    return pl.select(pl.when(word.is_in(_YES)).then(True).when(word.is_in(_NO)).then(False)).to_series()
