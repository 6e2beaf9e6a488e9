"""Functions of texts, asked once per distinct text: a register repeats its names, its places and its persons."""

from collections.abc import Callable

import polars as pl


def each_distinct(values: pl.Series, function: Callable[[str], str | None]) -> pl.Series:
    """The function of every text; nothing for nothing."""
    return all_distinct(values, lambda texts: pl.Series([function(text) for text in texts], dtype=pl.String), few=True)


def all_distinct(values: pl.Series, function: Callable[[pl.Series], pl.Series], *, few: bool = False) -> pl.Series:
    """The same with a function that answers for many texts at once, in their order.

    Where most texts differ, and `few` does not say otherwise, it is asked for all: finding the distinct ones and
    bringing each answer back to its rows would cost more than it saves.
    """
    known = values.drop_nulls()
    if known.is_empty():
        return pl.repeat(None, len(values), dtype=pl.String, eager=True).alias(values.name)
    if few or int(known.approx_n_unique()) < len(known) // 2:  # type: ignore[arg-type]
        distinct = known.unique()
        made = values.replace_strict(distinct, function(distinct), default=None, return_dtype=pl.String)
    else:
        made = _in_place(function(known), values)
    return made.alias(values.name)


def _in_place(made: pl.Series, values: pl.Series) -> pl.Series:
    """What was made of the known values, each in its row."""
    if len(made) == len(values):
        return made
    is_known = pl.lit(values).is_not_null()
    places = pl.select(pl.when(is_known).then(is_known.cast(pl.Int64).cum_sum() - 1)).to_series()
    return made.gather(places)
