"""The Ministerio de Trabajo: inspections of workplaces, and permits of foreigners to work."""

from typing import Final

import numpy as np
import polars as pl

from faro.simulation.country import days, places
from faro.simulation.country.draw import Draw
from faro.simulation.country.kinds import SETTLED
from faro.simulation.country.registry import Entries, contacts, impersonal
from faro.simulation.country.services import Visits, joined, repeated, within_history
from faro.simulation.country.shares import shares
from faro.simulation.country.world import World

_INSPECTIONS_A_YEAR = 42
SECTORS: Final = shares("sectors_inspected")
SECTORS_OF_PERMITS: Final = SECTORS | {
    "Trabajo en hogares": 30.0,
    "Salud y asistencia social": 3.0,
    "Otros servicios": 5.0,
}
OUTCOMES: Final = shares("inspection_outcomes")
_OUTCOME_WITH_SUSPICION = "Denuncia penal"
_ADULT = int(18 * 365.25)


def inspections(world: World, draw: Draw) -> Entries:
    count = _INSPECTIONS_A_YEAR * len(days.YEARS) * world.scale
    on = days.on_working_day(draw.between(days.FIRST + 4, days.LAST, count))
    suspected = np.where(draw.happens(0.05, count), draw.between(1, 6, count), 0)
    penal = (suspected > 0) & draw.happens(0.7, count)
    place = places.draw_cantons(draw, places.INHABITANTS, count)
    first = impersonal(on, draw.between(1, 12, count)).with_columns(
        pl.Series("inspected_on", days.dates(on)),
        province=place["province"],
        canton=place["canton"],
        sector=draw.pick(SECTORS, count),
        workers_found=pl.Series(1 + suspected + draw.waiting(9, count, longest=180)),
        suspected_victims=pl.Series(suspected),
        outcome=pl.when(pl.Series(penal)).then(pl.lit(_OUTCOME_WITH_SUSPICION)).otherwise(draw.pick(OUTCOMES, count)),
    )
    return Entries(first)


def permits(world: World, draw: Draw) -> Entries:
    """Foreign adults, once they have a DIMEX; renewed after about a year."""
    visits = repeated(draw, within_history(joined(_of_victims(world, draw), _of_settled(world, draw))), 0.7, 6, 500)
    count = len(visits)
    first = contacts(visits.who, visits.on, draw.between(0, 10, count)).with_columns(
        pl.Series("granted_on", days.dates(visits.on)), sector=draw.pick(SECTORS_OF_PERMITS, count)
    )
    return Entries(first)


def _of_victims(world: World, draw: Draw) -> Visits:
    who = np.flatnonzero((world.people["nationality"].head(len(world.victims)) != "CRI").to_numpy())
    who = who[draw.happens(0.6, len(who))]
    return _after_dimex(world, draw, who, 60)


def _of_settled(world: World, draw: Draw) -> Visits:
    pool = world.of_kind(SETTLED)
    return _after_dimex(world, draw, pool[draw.happens(0.5, len(pool))], 500)


def _after_dimex(world: World, draw: Draw, who: np.ndarray, usual_wait: float) -> Visits:
    settles, birth = (world.people[column].to_numpy()[who] for column in ("settles", "birth"))
    begin = np.maximum(np.maximum(settles, birth + _ADULT), days.FIRST)
    return Visits(who, begin + 5 + draw.waiting(usual_wait, len(who)))
