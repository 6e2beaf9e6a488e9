"""Days as whole numbers since 1970, as the country reckons with them, and as dates for whoever reads."""

from datetime import date
from typing import Final

import numpy as np
import polars as pl

from faro.simulation.country.draw import Bools, Ints

FIRST_DAY: Final = date(2015, 1, 1)
#: The last day of the simulated history: fixed, so that today changes no byte.
HORIZON: Final = date(2026, 10, 31)
YEARS: Final = tuple(range(FIRST_DAY.year, HORIZON.year + 1))

_EPOCH: Final = date(1970, 1, 1).toordinal()


def day(moment: date) -> int:
    return moment.toordinal() - _EPOCH


FIRST: Final = day(FIRST_DAY)
LAST: Final = day(HORIZON)


def first_of(year: int) -> int:
    return max(day(date(year, 1, 1)), FIRST)


def last_of(year: int) -> int:
    return min(day(date(year, 12, 31)), LAST)


def year_of(days: Ints) -> Ints:
    return days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970


def dates(days: Ints) -> pl.Series:
    return pl.Series(days, dtype=pl.Int64).cast(pl.Int32).cast(pl.Date)


def dates_where(mask: Bools, days: Ints) -> pl.Series:
    """Dates where the mask holds, null elsewhere."""
    return pl.Series(np.where(mask, days, 0)).set(pl.Series(~mask), None).cast(pl.Int32).cast(pl.Date)


def working_days_before(days: Ints, count: Ints) -> Ints:
    """So many working days earlier, Monday to Friday."""
    moved = np.busday_offset(days.astype("datetime64[D]"), -count, roll="backward")
    return moved.astype(np.int64)


def on_working_day(days: Ints) -> Ints:
    """The day itself, or the Friday before."""
    return working_days_before(days, np.zeros(len(days), dtype=np.int64))
