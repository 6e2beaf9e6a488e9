"""Yes, no and not recorded."""

import polars as pl

from faro.parsing.column import Cells, Typed

_YES = ("true", "verdadero", "si", "sí", "yes", "s", "y", "1")
_NO = ("false", "falso", "no", "n", "0")


def read_truth(cells: Cells) -> Typed:
    """The column as yes, no or null; anything else is a problem, not a no."""
    word = pl.col("text").str.strip_chars().str.to_lowercase()
    value = pl.when(word.is_in(_YES)).then(True).when(word.is_in(_NO)).then(False)
    broken = pl.when(pl.col("text").is_not_null() & value.is_null()).then(pl.lit("not_a_boolean"))
    frame = pl.DataFrame({"text": cells.text}).select(value.alias("value"), broken.alias("rule"))
    return Typed(frame["value"], frame["rule"])
