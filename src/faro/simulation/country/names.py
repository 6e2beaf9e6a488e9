"""Names of Costa Rica, Central America and those who pass through; frequent ones are frequent: namesakes happen.

The lists hold given names and surnames in an assumed order of frequency. Whole names are put together by chance and
belong to nobody, though somebody real may bear one.
"""

from functools import cache
from typing import Final

import numpy as np
import polars as pl

from faro.simulation.country.draw import Bools, Draw, where
from faro.simulation.country.files import read

_HISPANIC: Final = "hispano"
#: Nationality → the lists of its names; the others of the Americas share one.
GROUP: Final = {
    "CRI": "tico",
    **dict.fromkeys(("NIC", "HND", "SLV", "GTM", "PAN"), "centroamericano"),
    "HTI": "haitiano",
    "CHN": "chino",
    **dict.fromkeys(("IND", "NPL", "BGD", "PAK", "AFG", "UZB"), "surasiatico"),
    **dict.fromkeys(("CMR", "AGO", "COD", "GHA", "SEN", "SOM", "ERI"), "africano"),
    **dict.fromkeys(("USA", "BLZ"), "anglo"),
}
#: Groups whose people have two surnames, and the share of those who have two given names.
TWO_SURNAMES: Final = {"tico": 0.58, "centroamericano": 0.62, _HISPANIC: 0.55}
_SECOND_GIVEN_ELSEWHERE = 0.4
#: Of a nation's two-surname people: recognised by one parent only.
_ONE_SURNAME = {"tico": 0.02, "centroamericano": 0.09, _HISPANIC: 0.06}
#: Rank r has weight 1 / (r + flatness).
_FLATNESS_OF_GIVEN, _FLATNESS_OF_SURNAMES = 6, 8


def group_of(nationality: pl.Series) -> pl.Series:
    return nationality.replace_strict(GROUP, default=_HISPANIC, return_dtype=pl.String)


def draw_names(draw: Draw, nationality: pl.Series, sex: pl.Series) -> pl.DataFrame:
    """given_names, first_surname, second_surname for each person."""
    people = pl.DataFrame({"group": group_of(nationality), "female": sex == "Mujer"}).with_row_index("row")
    groups = people.sort("group", "female", "row").group_by("group", "female", maintain_order=True)
    parts = [_of_group(draw, str(group), bool(female), rows["row"]) for (group, female), rows in groups]
    return pl.concat(parts).sort("row").drop("row")


def _of_group(draw: Draw, group: str, female: bool, rows: pl.Series) -> pl.DataFrame:
    count = len(rows)
    given = _compound(draw, group, "Mujer" if female else "Hombre", count)
    first, second = (_surnames(draw, group, count) for _ in range(2))
    two = draw.happens(1 - _ONE_SURNAME.get(group, 1.0), count)
    return pl.DataFrame(
        {"row": rows, "given_names": given, "first_surname": first, "second_surname": where(two, second)}
    )


def _compound(draw: Draw, group: str, sex: str, count: int) -> pl.Series:
    """One given name, or two different ones; what already is a compound stays as it is."""
    options = given_names()[group, sex]
    weights = _weights(len(options), _FLATNESS_OF_GIVEN)
    names = pl.Series(list(options))
    first, second = (draw.indices(weights, count) for _ in range(2))
    one, other = names.gather(first), names.gather(second)
    double: Bools = draw.happens(TWO_SURNAMES.get(group, _SECOND_GIVEN_ELSEWHERE), count) & (first != second)
    single_word = ~(one.str.contains(" ") | other.str.contains(" ")).to_numpy()
    both = pl.select(pl.concat_str(one.alias("one"), other.alias("other"), separator=" ")).to_series()
    return pl.select(pl.when(pl.Series(double & single_word)).then(both).otherwise(one)).to_series()


def _surnames(draw: Draw, group: str, count: int) -> pl.Series:
    options = surnames()[group]
    return pl.Series(list(options)).gather(draw.indices(_weights(len(options), _FLATNESS_OF_SURNAMES), count))


def _weights(count: int, flatness: int) -> list[float]:
    return [float(weight) for weight in 1 / (np.arange(count) + flatness)]


@cache
def given_names() -> dict[tuple[str, str], tuple[str, ...]]:
    return {(row["group"], row["sex"]): tuple(row["names_by_frequency"].split("|")) for row in read("given_names.csv")}


@cache
def surnames() -> dict[str, tuple[str, ...]]:
    return {row["group"]: tuple(row["surnames_by_frequency"].split("|")) for row in read("surnames.csv")}
