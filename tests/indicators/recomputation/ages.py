"""Ages in full years and the groups that they fall into."""

from typing import Final

import polars as pl

from recomputation.wording import NOT_RECORDED

ADULT, OLDER, OLDEST = 18, 65, 120
#: Grouping → lower bounds with their names, the highest first.
_GROUPS: Final = {
    "national": ((OLDER, "older_adult"), (ADULT, "adult"), (0, "minor")),
    "sdg": ((ADULT, "from_18"), (0, "under_18")),
}


def stated_or_reckoned(age: str, birth_month: str, day: str) -> pl.Expr:
    """The age that the record states, else full years from the month of birth to the month of the day; null if odd."""
    born, on = pl.col(birth_month).dt, pl.col(day).dt
    months = (on.year() - born.year()) * 12 + on.month().cast(pl.Int32) - born.month().cast(pl.Int32)
    years = pl.coalesce(pl.col(age), months.floordiv(12).cast(pl.Int64))
    return pl.when(years.is_between(0, OLDEST)).then(years)


def age_group(age: str, grouping: str = "national") -> pl.Expr:
    group = pl.lit(NOT_RECORDED)
    for least, name in reversed(_GROUPS[grouping]):
        group = pl.when(pl.col(age) >= least).then(pl.lit(name)).otherwise(group)
    return group


def is_minor(age: str) -> pl.Expr:
    """False where no age is known."""
    return (pl.col(age) < ADULT).fill_null(False)
