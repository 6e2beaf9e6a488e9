"""What was published about Costa Rica and must come out again: figures by year, each with its source in the file."""

from collections.abc import Mapping
from functools import cache
from typing import Final

from faro.simulation.country.files import read

ACCREDITED, OAPVD, INAMU = "accredited", "oapvd", "inamu"
#: Nationalities of which only the sum was published.
ONE_OF: Final = "|"

#: NOT published: totals assumed by the simulation where no source gives one (2026 until the end of October).
PLAUSIBLE: Final[Mapping[str, Mapping[int, int]]] = {
    ACCREDITED: {2016: 24, 2023: 40, 2024: 46, 2025: 52, 2026: 38},
    OAPVD: {2015: 12, 2016: 34, 2017: 44, 2018: 40, 2019: 58, 2023: 62, 2024: 66, 2025: 70, 2026: 48},
    INAMU: {2016: 12, 2017: 16, 2018: 14, 2023: 15, 2024: 18, 2025: 22, 2026: 14},
}


@cache
def published(measure: str, dimension: str, year: int) -> Mapping[str, int]:
    """Category → count; empty where nothing was published."""
    return {
        row["category"]: int(row["value"])
        for row in read("published_figures.csv")
        if (row["measure"], row["dimension"], int(row["year"])) == (measure, dimension, year)
    }


def total(measure: str, year: int) -> int:
    """The published total, else the assumed one."""
    return published(measure, "total", year).get("", PLAUSIBLE[measure].get(year, 0))
