"""What a person shows at a counter on a day: names, and the document held then, if any."""

from typing import Final

import polars as pl

from faro.simulation.country import days
from faro.simulation.country.draw import Draw, Ints

#: Shares of contacts without a document although the person has one, and of those with a passport instead.
_NOTHING: Final = {"cedula": 0.03, "dimex": 0.12}
_PASSPORT_INSTEAD = 0.12
_AS_THEY_ARE = ("given_names", "first_surname", "second_surname", "sex", "nationality")


def shown(people: pl.DataFrame, who: pl.Series, on: Ints, draw: Draw) -> pl.DataFrame:
    """One row per contact, with PERSON's columns and `full_name` (surnames first, upper case)."""
    count = len(who)
    them = people[who].with_columns(
        _on=pl.Series(on),
        _hides=pl.Series(draw.shares(count)),
        _passport_first=pl.Series(draw.happens(_PASSPORT_INSTEAD, count)),
    )
    return them.select(
        *_AS_THEY_ARE,
        pl.Series("birth_date", days.dates(them["birth"].to_numpy())),
        document_type=_one_of(pl.lit("pasaporte"), pl.col("resident_type")),
        document_number=_one_of(pl.col("passport"), pl.col("resident_number")),
        full_name=full_name(),
    )


def _one_of(of_passport: pl.Expr, of_resident: pl.Expr) -> pl.Expr:
    """What is told of the document that is shown, null where none is."""
    nothing = pl.col("_hides") < pl.col("resident_type").replace_strict(_NOTHING, return_dtype=pl.Float64)
    return pl.when(nothing).then(None).when(_passport()).then(of_passport).when(_resident()).then(of_resident)


def full_name() -> pl.Expr:
    """`APELLIDO1 APELLIDO2 NOMBRES`."""
    parts = pl.concat_str("first_surname", "second_surname", "given_names", separator=" ", ignore_nulls=True)
    return parts.str.to_uppercase()


def _resident() -> pl.Expr:
    return pl.col("settles") <= pl.col("_on")


def _passport() -> pl.Expr:
    return pl.col("passport").is_not_null() & (~_resident() | pl.col("_passport_first"))
