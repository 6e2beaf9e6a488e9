"""Protection: OAPVD for victims and witnesses, PANI for minors, INAMU for women, after art. 44 of the Ley 9095."""

from typing import Final

import numpy as np
import polars as pl

from faro.simulation.country import days
from faro.simulation.country.draw import Draw, Ints
from faro.simulation.country.kinds import RESIDENT, SETTLED
from faro.simulation.country.published import INAMU, OAPVD
from faro.simulation.country.registry import Entries, change, contacts
from faro.simulation.country.services import (
    Visits,
    joined,
    minors_at,
    of_public,
    of_victims,
    of_year,
    referred_around,
    repeated,
)
from faro.simulation.country.shares import shares
from faro.simulation.country.texts import REASONS, written
from faro.simulation.country.world import World

ASSISTANCE: Final = shares("oapvd_services")
MEASURES: Final = shares("pani_measures")
SERVICES: Final = shares("inamu_services")
_ADULT, _WITNESSES_PREFER = 18.05, 0.78


def assistance(world: World, draw: Draw) -> Entries:
    """As many persons a year as published: those with a case rather than the others, and witnesses."""
    visits = _several_services(draw, [_assisted(world, draw, year) for year in days.YEARS])
    count, people = len(visits), world.people[visits.who]
    first = contacts(visits.who, visits.on, draw.between(0, 5, count)).with_columns(
        pl.Series("admitted_on", days.dates(visits.on)),
        filed_complaint=_filed(world).gather(visits.who),
        service=draw.pick(ASSISTANCE, count),
        phone=draw.sometimes(people["phone"], 0.9),
    )
    end = visits.on + 10 + draw.waiting(90, count, longest=700)
    closed = end + draw.between(1, 10, count)
    return Entries(first, (change(closed, end < days.LAST - 10, ended_on=days.dates(end)),))


def _filed(world: World) -> pl.Series:
    """Known of those referred to the ERI, of the others not."""
    others = pl.Series([None], dtype=pl.String).new_from_index(0, len(world.people) - len(world.victims))
    return pl.concat([world.filed, others])


def _assisted(world: World, draw: Draw, year: int) -> Visits:
    around = referred_around(world, year)
    case = world.justice.case_of(len(world.victims)).is_not_null()
    likely = around.filter(case.gather(around["who"]) | (around["outcome"] == "Acreditada").fill_null(False))
    preferred = draw.some_of(likely["who"].to_numpy(), int(len(likely) * _WITNESSES_PREFER))
    others = np.concatenate([world.of_kind(RESIDENT), world.of_kind(SETTLED)])
    return of_year(draw, world, OAPVD, year, preferred, world.born_before(others, 15, days.first_of(year)))


def services(world: World, draw: Draw) -> Entries:
    """As many women a year as published: accredited ones, then others referred, then women at risk."""
    visits = _several_services(draw, [_served(world, draw, year) for year in days.YEARS])
    count = len(visits)
    first = contacts(visits.who, visits.on, draw.between(0, 20, count)).with_columns(
        pl.Series("served_on", days.dates(visits.on)),
        service=draw.pick(SERVICES, count),
        canton=draw.sometimes(world.people["canton"].gather(visits.who), 0.95),
    )
    return Entries(first)


def _served(world: World, draw: Draw, year: int) -> Visits:
    around = referred_around(world, year).filter(pl.col("outcome") == "Acreditada")
    women = _women(world, around["who"].to_numpy(), year)
    rest = _women(world, referred_around(world, year)["who"].to_numpy(), year)
    public = _women(world, world.of_kind(RESIDENT, SETTLED), year)
    others = np.setdiff1d(rest, women)
    preferred = np.concatenate([draw.some_of(women, int(len(women) * 0.85)), draw.some_of(others, len(others) // 2)])
    return of_year(draw, world, INAMU, year, preferred, public)


def _women(world: World, who: Ints, year: int) -> Ints:
    sex = world.people["sex"].gather(who).to_numpy()
    return world.born_before(who[sex == "Mujer"], _ADULT, days.first_of(year))


def _several_services(draw: Draw, of_years: list[Visits]) -> Visits:
    """Up to four services each, none of them in another year, so that a year's persons stay its persons."""
    parts = []
    for year, visits in zip(days.YEARS, of_years, strict=True):
        more = repeated(draw, visits, usual=0.7, most=4, apart=40)
        kept = more.on <= days.last_of(year)
        parts.append(Visits(more.who[kept], more.on[kept]))
    return joined(*parts)


def measures(world: World, draw: Draw) -> Entries:
    """Minors: those referred to the ERI, children found alone among smuggled migrants, and others."""
    found = world.smuggling.migrants.filter(pl.Series(draw.happens(0.3, len(world.smuggling.migrants))))
    alone = Visits(found["who"].to_numpy(), found["day"].to_numpy() + draw.between(0, 3, len(found)))
    referred = of_victims(draw, world, accredited=0.95, others=0.65, usual_wait=4)
    others = of_public(draw, world, 0.1, RESIDENT, SETTLED)
    visits = minors_at(world, repeated(draw, joined(referred, alone, others), usual=0.45, most=3, apart=120))
    count, people = len(visits), world.people[visits.who]
    first = contacts(visits.who, visits.on, draw.between(0, 9, count)).with_columns(
        pl.Series("measured_on", days.dates(visits.on)),
        measure=draw.pick(MEASURES, count),
        province=people["province"],
        reason=draw.sometimes(written(draw, REASONS, people), 0.85),
    )
    return Entries(first)
