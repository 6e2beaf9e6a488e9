"""Everybody of the country, one row each: name, birth, nationality, documents, where they live and what they share.

Nobody real: names, births and numbers are drawn by chance. `_person` of a record is the row here, written by `label`.
"""

from typing import Final

import numpy as np
import polars as pl

from faro.simulation.country import days, documents, places
from faro.simulation.country.draw import Bools, Draw, Ints, where
from faro.simulation.country.families import with_families
from faro.simulation.country.kinds import ACCUSED, RESIDENT, SETTLED, TRANSIT, VICTIM, Kind, kinds
from faro.simulation.country.names import draw_names

NEVER: Final = days.LAST + 100_000

_YEAR = 365.25
#: Of the foreigners of a kind: who ever has a passport, who holds a DIMEX from the beginning, who gets one later.
_PASSPORT: Final = {VICTIM: 0.45, ACCUSED: 0.6, SETTLED: 0.8, TRANSIT: 0.4}
_DIMEX_AT_FIRST: Final = {VICTIM: 0.22, ACCUSED: 0.4, SETTLED: 0.35, TRANSIT: 0.0}
_DIMEX_LATER: Final = {ACCUSED: 0.2, SETTLED: 0.55, TRANSIT: 0.0}
_DIMEX_OF_ACCREDITED, _DIMEX_AFTER_BIRTH = 0.62, 90
_NATURALISED, _HAS_PHONE, _HOUSE_PHONE, _LENT = 0.05, 0.7, 0.25, 0.006
_PERSONS_PER_HOUSE = 2.2


def label(persons: pl.Expr) -> pl.Expr:
    return pl.format("P{}", persons.cast(pl.String).str.zfill(7))


def population(draw: Draw, victims: pl.DataFrame, scale: int) -> pl.DataFrame:
    """All persons; the victims are the first rows, in their own order."""
    day = pl.max_horizontal("known", "resolved")
    first = victims.select("nationality", "sex", "birth", "minor", on=day, kind=pl.lit(VICTIM)).with_columns(
        settles=_settles_of_victims(draw, victims)
    )
    others = [_of_kind(draw, kind, scale) for kind in kinds()]
    people = pl.concat([first, *others], how="diagonal")
    named = pl.concat([people, draw_names(draw, people["nationality"], people["sex"])], how="horizontal")
    housed = pl.concat([named, _homes(draw, named)], how="horizontal").with_row_index("person")
    return _documented(draw, with_families(draw, housed))


def _of_kind(draw: Draw, kind: Kind, scale: int) -> pl.DataFrame:
    count = kind.persons * scale
    low, high = kind.ages
    age = (low + (high - low) * draw.shares(count) ** 1.3) * _YEAR
    return pl.DataFrame(
        {
            "nationality": draw.pick(kind.nationality, count),
            "sex": draw.pick(kind.sex, count),
            "birth": days.LAST - age.astype(np.int64),
            "settles": _settles(draw, kind.name, count),
            "kind": pl.repeat(kind.name, count, eager=True),
        }
    )


def _settles(draw: Draw, kind: str, count: int) -> Ints:
    """Day of the DIMEX of foreigners: before the history, during it, or never."""
    luck = draw.shares(count)
    first, later = _DIMEX_AT_FIRST.get(kind, 0.0), _DIMEX_LATER.get(kind, 0.0)
    during = draw.between(days.FIRST, days.LAST, count)
    return np.where(luck < first, days.FIRST - 400, np.where(luck < first + later, during, NEVER))


def _settles_of_victims(draw: Draw, victims: pl.DataFrame) -> pl.Series:
    """A DIMEX from before, or some months after the accreditation, or never."""
    count = len(victims)
    before = draw.happens(_DIMEX_AT_FIRST[VICTIM], count)
    after = draw.happens(_DIMEX_OF_ACCREDITED, count) & (victims["outcome"] == "Acreditada").fill_null(False).to_numpy()
    later = victims["resolved"].to_numpy() + draw.between(30, 150, count)
    return pl.Series(np.where(before, days.FIRST - 400, np.where(after, later, NEVER)))


def _homes(draw: Draw, people: pl.DataFrame) -> pl.DataFrame:
    """Houses with an address and, some of them, a telephone that all who live there share."""
    count = len(people)
    houses = int(count / _PERSONS_PER_HOUSE)
    house = draw.between(0, houses - 1, count)
    native = (people["nationality"] == "CRI").to_numpy()
    house = np.where(native, house // 2, houses // 2 + house // 2)
    mixed = {name: places.INHABITANTS[name] / 50 + places.MIGRANTS[name] for name in places.INHABITANTS}
    half = houses // 2
    where_natives = places.draw_districts(draw, places.INHABITANTS, half)
    homes = pl.concat([where_natives, places.draw_districts(draw, mixed, houses + 1 - half)])
    homes = homes.with_columns(
        address=places.draw_addresses(draw, len(homes)), house_phone=_house_phones(draw, len(homes))
    )
    own = where(draw.happens(_HAS_PHONE, count), documents.phones(np.arange(len(homes), len(homes) + count)))
    return homes[house].with_columns(phone=pl.coalesce("house_phone", own)).drop("house_phone")


def _house_phones(draw: Draw, count: int) -> pl.Series:
    return where(draw.happens(_HOUSE_PHONE, count), documents.phones(np.arange(count)))


def _documented(draw: Draw, people: pl.DataFrame) -> pl.DataFrame:
    """resident_type and resident_number from `settles` on; passport, which a few lend to another."""
    native = (people["nationality"] == "CRI").to_numpy()
    turn = people["person"].cast(pl.Int64).to_numpy()
    number = pl.DataFrame({"cedula": _cedulas(draw, people), "dimex": documents.dimex(turn, people["nationality"])})
    share = people["kind"].replace_strict(_PASSPORT, default=0.0, return_dtype=pl.Float64).to_numpy()
    carries = draw.happens(share, len(people)) & ~native
    passport = where(carries, documents.passports(turn, people["nationality"]))
    return people.with_columns(
        resident_type=pl.when(pl.Series(native)).then(pl.lit("cedula")).otherwise(pl.lit("dimex")),
        resident_number=pl.select(
            pl.when(pl.Series(native)).then(number["cedula"]).otherwise(number["dimex"])
        ).to_series(),
        settles=pl.when(pl.Series(native))
        .then(pl.col("birth"))
        .otherwise(pl.max_horizontal("settles", pl.col("birth") + _DIMEX_AFTER_BIRTH)),
        passport=_lent(draw, people, passport),
    )


def _cedulas(draw: Draw, people: pl.DataFrame) -> pl.Series:
    code = people["province"].replace_strict(places.PROVINCE_CODE, return_dtype=pl.Int64).to_numpy()
    naturalised = (
        draw.happens(_NATURALISED, len(people))
        & (people["kind"] == RESIDENT).to_numpy()
        & people["twin_of"].is_null().to_numpy()
    )
    province = np.where(naturalised, documents.naturalised(len(people)), code)
    numbers = documents.cedulas(province, days.year_of(people["birth"].to_numpy()))
    twins = people["twin_of"]
    next_to = documents.cedula_of_twin(numbers.gather(twins.fill_null(0)))
    return pl.select(pl.when(twins.is_null()).then(numbers).otherwise(next_to)).to_series()


def _lent(draw: Draw, people: pl.DataFrame, passport: pl.Series) -> pl.Series:
    """Some migrants travel on the passport of another of their nation: one document, two persons."""
    candidates: Bools = people["kind"].is_in([SETTLED, TRANSIT]).to_numpy() & draw.happens(_LENT, len(people))
    lender = (
        pl.DataFrame({"nationality": people["nationality"], "passport": passport})
        .select(pl.col("passport").shift(1).over("nationality"))
        .to_series()
    )
    return pl.select(pl.when(pl.Series(candidates) & lender.is_not_null()).then(lender).otherwise(passport)).to_series()
