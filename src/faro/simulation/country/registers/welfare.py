"""Health care (CCSS) and subsidies (IMAS): victims among many other people."""

from typing import Final

import polars as pl

from faro.simulation.country import days
from faro.simulation.country.codes import ESTABLISHMENT
from faro.simulation.country.draw import Draw, constant, where
from faro.simulation.country.kinds import RESIDENT, SETTLED
from faro.simulation.country.profile import either
from faro.simulation.country.registry import Entries, contacts
from faro.simulation.country.services import joined, of_public, of_victims, repeated
from faro.simulation.country.shares import shares
from faro.simulation.country.world import World

CARE: Final = shares("care_types")
_PRENATAL, _PRENATAL_AGES = 0.14, (14, 42)
COVERAGE_OF_NATIONALS: Final = shares("coverage_of_nationals")
COVERAGE_OF_FOREIGNERS: Final = shares("coverage_of_foreigners")
SUBSIDIES: Final = shares("subsidies")


def care_episodes(world: World, draw: Draw) -> Entries:
    public = joined(of_public(draw, world, 0.34, RESIDENT), of_public(draw, world, 0.18, SETTLED))
    referred = of_victims(draw, world, accredited=0.72, others=0.4, usual_wait=12)
    visits = repeated(draw, joined(referred, public), usual=0.8, most=6, apart=150)
    count, people = len(visits), world.people[visits.who]
    age = (pl.Series(visits.on) - people["birth"]) / 365.25
    fertile = (people["sex"] == "Mujer") & age.is_between(*_PRENATAL_AGES)
    prenatal = fertile & pl.Series(draw.happens(_PRENATAL, count))
    national = people["nationality"] == "CRI"
    coverage = either(national, draw.pick(COVERAGE_OF_NATIONALS, count), draw.pick(COVERAGE_OF_FOREIGNERS, count))
    first = contacts(visits.who, visits.on, draw.between(0, 2, count)).with_columns(
        pl.Series("attended_on", days.dates(visits.on)),
        care_type=either(prenatal, constant("Control prenatal", count), draw.pick(CARE, count)),
        establishment=draw.pick(ESTABLISHMENT, count),
        coverage=draw.sometimes(coverage, 0.93),
    )
    return Entries(first)


def subsidies(world: World, draw: Draw) -> Entries:
    """Accredited victims have a subsidy of their own; the others those of every poor household."""
    referred = of_victims(draw, world, accredited=0.48, others=0.12, usual_wait=70)
    public = joined(of_public(draw, world, 0.24, RESIDENT), of_public(draw, world, 0.07, SETTLED))
    visits = repeated(draw, joined(referred, public), usual=0.9, most=5, apart=200)
    count = len(visits)
    outcome = where(visits.who < len(world.victims), world.victims["outcome"].gather(visits.who % len(world.victims)))
    own = (outcome == "Acreditada").fill_null(False) & pl.Series(draw.happens(0.8, count))
    first = contacts(visits.who, visits.on, draw.between(0, 8, count)).with_columns(
        pl.Series("granted_on", days.dates(visits.on)),
        subsidy=either(own, constant("Víctimas de trata", count), draw.pick(SUBSIDIES, count)),
        amount_crc=pl.Series(5_000 * (8 + draw.waiting(16, count, longest=110))),
    )
    return Entries(first)
