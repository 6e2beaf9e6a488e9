"""What the marts would hold on ten quarter ends: deliveries come in, and are corrected, withdrawn and erased."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl
from recomputation import INDICATORS, Facts, Frames
from simulated_country import frames_of

from faro.releases.figures import IndicatorFigure
from faro.simulation.country import Country

#: The last days of ten quarters, one after the other.
DAYS: Final = (
    date(2023, 9, 30),
    date(2023, 12, 31),
    *(
        date(year, month, day)
        for year in (2024, 2025)
        for month, day in ((3, 31), (6, 30), (9, 30), (12, 31))
    ),
)  # fmt: skip
#: Indicator → the breakdowns of which figures are made.
BREAKDOWNS: Final = {
    "I-01": ("total", "sex", "age_group", "nationality", "province", "exploitation_form", "institution"),
    "I-02": ("sdg_age_group",),
    "I-03": ("total",),
    "I-04": ("total", "sex", "age_group", "nationality", "province", "exploitation_form", "sex_and_age"),
    "I-05": ("total", "sex", "nationality"),
    "I-13": ("total", "exploitation_form", "exploitation_form_and_sex", "exploitation_form_and_age_group"),
}
Rows = tuple[IndicatorFigure, ...]
Event = Callable[[Frames], Frames]


@dataclass(frozen=True)
class Happening:
    """`event` is seen from one state on, the first being 0, until before another one."""

    event: Event
    first: int
    last: int = len(DAYS)

    def is_in(self, number: int) -> bool:
        return self.first <= number < self.last


def states(country: Country, since: int, happenings: Sequence[Happening]) -> Iterator[Rows]:
    """The figures of the years from `since` on, as known on each of the days."""
    for number, day in enumerate(DAYS):
        known = country.at(day)
        frames = frames_of(known)
        for happening in happenings:
            if happening.is_in(number):
                frames = happening.event(frames)
        yield tuple(_figures(Facts(frames, known.truth()), since))


def _figures(facts: Facts, since: int) -> Iterator[IndicatorFigure]:
    for indicator, breakdowns in BREAKDOWNS.items():
        told = INDICATORS[indicator](facts)
        kept = told.filter(pl.col("breakdown").is_in(breakdowns) & (pl.col("year") >= since))
        for row in kept.iter_rows(named=True):
            numbers = row["value"], row["numerator"], row["denominator"]
            yield IndicatorFigure(indicator, str(row["year"]), row["breakdown"], row["category"], *numbers)


def usual_happenings(country: Country) -> list[Happening]:
    """Corrections of sexes, provinces and nationalities, a quarter of resolutions that was not there for a while, and
    the erasure of two persons."""
    of_2021, of_2022, of_2023, of_2024 = (accredited_in(country, year) for year in range(2021, 2025))
    second_quarter = date(2023, 4, 1), date(2023, 6, 30)
    return [
        Happening(correction("sex", [*of_2022[:3], *of_2023[:2]]), 2),
        Happening(correction("province", of_2021[:8]), 3),
        Happening(withdrawal("eri/resolutions", "resolved_on", *second_quarter), 4, 5),
        Happening(erasure([of_2022[5], of_2021[6]]), 6),
        Happening(correction("nationality", [*of_2024[3:6], *of_2022[7:10]]), 7),
    ]


def correction(column: str, persons: Sequence[str]) -> Event:
    """What is written of these persons in a column of any file becomes what is written of most."""

    def corrected(frame: pl.DataFrame) -> pl.DataFrame:
        usual = pl.col(column).mode().sort().first()
        return frame.with_columns(pl.when(_is_about(persons)).then(usual).otherwise(column).alias(column))

    return lambda frames: {
        name: corrected(frame) if {"_person", column} <= set(frame.columns) else frame for name, frame in frames.items()
    }


def withdrawal(dataset: str, column: str, first: date, last: date) -> Event:
    """What a file says of those days is not there."""
    is_of_them = pl.col(column).is_between(first, last).fill_null(False)
    return lambda frames: {**frames, dataset: frames[dataset].filter(~is_of_them)}


def erasure(persons: Sequence[str]) -> Event:
    """Nothing is held of these persons."""
    return lambda frames: {
        name: frame.filter(~_is_about(persons)) if "_person" in frame.columns else frame
        for name, frame in frames.items()
    }


def accredited_in(country: Country, year: int) -> list[str]:
    """Persons with a positive resolution of that year, in the order of their names."""
    told = country.accredited().filter(pl.col("resolved_on").dt.year() == year)
    return sorted(told["person"].unique())


def _is_about(persons: Sequence[str]) -> pl.Expr:
    return pl.col("_person").is_in(list(persons)).fill_null(False)
