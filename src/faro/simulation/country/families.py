"""Twins, fathers and sons of one name, strangers of one name: pairs that no comparison may take for one person."""

from typing import Final

import numpy as np
import polars as pl

from faro.simulation.country.draw import Bools, Draw, Ints

#: Of the pairs that could be twins, father and son, strangers of one name.
TWINS: Final = 0.024
SONS: Final = 0.24
NAMESAKES: Final = 0.03
_YEAR = 365.25
_ADULT, _MARGIN = 18 * _YEAR, 40
#: What twins share, a father and a son, and strangers of one name.
_OF_TWINS = ("first_surname", "second_surname", "birth", "province", "canton", "district", "address", "phone")
_OF_SONS = ("given_names", "first_surname", "province", "canton", "district", "address", "phone")
_OF_NAMESAKES = ("given_names", "first_surname", "second_surname")


def with_families(draw: Draw, people: pl.DataFrame) -> pl.DataFrame:
    """The same people, with `twin_of`, `son_of`, `namesake_of`: the row of the other one of the pair."""
    before = _before(people)
    twin = _twins(draw, people, before)
    people = _shared(people, before, twin, _OF_TWINS).with_columns(twin_of=_row(before, twin))
    son = _sons(draw, people, before)
    people = _shared(people, before, son, _OF_SONS).with_columns(son_of=_row(before, son))
    namesake = _namesakes(draw, people, before)
    return _shared(people, before, namesake, _OF_NAMESAKES).with_columns(namesake_of=_row(before, namesake))


def _before(people: pl.DataFrame) -> Ints:
    """For every second row the one before of its kind, nationality and age class; -1 elsewhere: pairs never chain."""
    group = ("kind", "nationality", "minor")
    turn = pl.int_range(pl.len()).over(group)
    row = pl.when(turn % 2 == 1).then(pl.col("person").cast(pl.Int64).shift(1).over(group)).otherwise(-1)
    return people.select(row.fill_null(-1)).to_series().to_numpy()


def _twins(draw: Draw, people: pl.DataFrame, before: Ints) -> Bools:
    alike = people["given_names"].to_numpy() == people["given_names"].to_numpy()[before]
    twins: Bools = (before >= 0) & draw.happens(TWINS, len(people)) & ~alike & _same_class(people, before)
    return twins


def _same_class(people: pl.DataFrame, before: Ints) -> Bools:
    """A victim who takes over the birth of another stays a minor, or stays an adult."""
    age = people["on"].to_numpy() - people["birth"].to_numpy()[before]
    minor = people["minor"].fill_null(False).to_numpy()
    kept = np.where(minor, (age < _ADULT - _MARGIN) & (age > _YEAR), age > _ADULT + _MARGIN)
    same: Bools = kept | people["on"].is_null().to_numpy()
    return same


def _sons(draw: Draw, people: pl.DataFrame, before: Ints) -> Bools:
    """Two men, twenty to forty years apart, the younger one in the later row."""
    birth, man = people["birth"].to_numpy(), (people["sex"] == "Hombre").to_numpy()
    years = (birth - birth[before]) / _YEAR
    free = people["twin_of"].is_null().to_numpy()
    possible: Bools = (before >= 0) & man & man[before] & free & (years > 17) & (years < 45)
    return possible & draw.happens(SONS, len(people))


def _namesakes(draw: Draw, people: pl.DataFrame, before: Ints) -> Bools:
    """Of one sex and one name by chance, otherwise strangers."""
    sex = people["sex"].to_numpy()
    free: Bools = (people["twin_of"].is_null() & people["son_of"].is_null()).to_numpy()
    possible: Bools = (before >= 0) & (sex == sex[before]) & free & free[before]
    return possible & draw.happens(NAMESAKES, len(people))


def _shared(people: pl.DataFrame, before: Ints, mask: Bools, columns: tuple[str, ...]) -> pl.DataFrame:
    relatives = people[np.where(mask, before, np.arange(len(people)))]
    return people.with_columns(relatives.select(columns))


def _row(before: Ints, mask: Bools) -> pl.Series:
    return pl.Series(np.where(mask, before, 0)).set(pl.Series(~mask), None)
