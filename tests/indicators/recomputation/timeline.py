"""Days within the calendar of the warehouse, and the years up to the last day that a register shows."""

from collections.abc import Iterator
from datetime import date
from typing import Final

import polars as pl

FIRST_DAY: Final = date(2000, 1, 1)
LAST_DAY: Final = date(2035, 12, 31)


def in_calendar(days: pl.Series) -> pl.Series:
    """What is said to happen on another day happens in no year."""
    return pl.select(pl.when(days.is_between(FIRST_DAY, LAST_DAY)).then(days)).to_series()


def closing_days(first: date | None, last: date | None) -> Iterator[tuple[int, date]]:
    """Each year with its 31 December, the last one with the last day that is known."""
    if first is None or last is None:
        return
    for year in range(first.year, last.year + 1):
        yield year, min(date(year, 12, 31), last)
