"""The parts of the population beside the victims: how many people, of which ages and nations."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from faro.simulation.country.files import read

VICTIM, ACCUSED, RESIDENT, SETTLED, TRANSIT = "victim", "accused", "resident", "settled", "transit"

_INTERSEX = 0.2


@dataclass(frozen=True)
class Kind:
    """A part of the population: how many at scale 1, how old when the history ends, who."""

    name: str
    persons: int
    ages: tuple[int, int]
    sex: Mapping[str, float]
    nationality: Mapping[str, float]


@cache
def kinds() -> tuple[Kind, ...]:
    """As assumed in the file; its victims come from the plan."""
    return tuple(_kind(row) for row in read("population.csv"))


def _kind(row: Mapping[str, str]) -> Kind:
    pairs = (part.split() for part in row["nationalities"].split("|"))
    women = float(row["women"])
    return Kind(
        row["kind"],
        int(row["persons"]),
        (int(row["age_from"]), int(row["age_to"])),
        {"Mujer": women, "Hombre": 100 - _INTERSEX - women, "Intersex": _INTERSEX},
        {nationality: float(weight) for nationality, weight in pairs},
    )
