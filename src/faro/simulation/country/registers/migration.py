"""The DGME: smuggling that was detected, the migrants found, and the special migration categories."""

from typing import Final

import numpy as np
import polars as pl

from faro.simulation.country import days
from faro.simulation.country.draw import Draw, constant
from faro.simulation.country.kinds import SETTLED
from faro.simulation.country.profile import either
from faro.simulation.country.registry import Entries, change, contacts
from faro.simulation.country.services import Visits, joined, repeated, within_history
from faro.simulation.country.shares import shares
from faro.simulation.country.world import World

CATEGORIES: Final = shares("special_categories")


def smuggling_events(world: World, draw: Draw) -> Entries:
    """Whether it became trafficking is known when the ERI accredits one of those found, or the file is closed."""
    events = world.smuggling.events
    count, resolved = len(events), events["resolved"].to_numpy()
    became = resolved > 0
    closed = events["_day"].to_numpy() + draw.between(60, 400, count)
    answer = either(pl.Series(became), constant("Si", count), constant("No", count))
    on = np.where(became, resolved + 10, closed)
    told = change(on, became | draw.happens(0.7, count), became_trafficking=answer)
    return Entries(events.drop("resolved"), (told,))


def smuggled_migrants(world: World, draw: Draw) -> Entries:
    migrants = world.smuggling.migrants
    on = migrants["day"].to_numpy()
    first = contacts(migrants["who"].to_numpy(), on, draw.between(0, 3, len(on))).with_columns(
        pl.Series("detected_on", days.dates(on)),
        event_number=world.smuggling.events["event_number"].gather(migrants["event"]),
    )
    return Entries(first)


def special_categories(world: World, draw: Draw) -> Entries:
    """Accredited foreigners as victims of trafficking; migrants who live here by one of the others, renewed."""
    victims = _victims(world, draw)
    others = repeated(draw, within_history(_others(world, draw)), usual=0.4, most=4, apart=500)
    visits = joined(victims, others)
    count = len(visits)
    as_victim = pl.Series(np.arange(count) < len(victims))
    first = contacts(visits.who, visits.on, draw.between(0, 6, count)).with_columns(
        pl.Series("granted_on", days.dates(visits.on)),
        category=either(as_victim, constant("Víctima de trata", count), draw.pick(CATEGORIES, count)),
    )
    return Entries(first)


def _victims(world: World, draw: Draw) -> Visits:
    victims = world.victims.filter((pl.col("outcome") == "Acreditada") & (pl.col("nationality") != "CRI"))
    victims = victims.filter(pl.Series(draw.happens(0.72, len(victims))))
    on = victims["resolved"].to_numpy() + draw.between(8, 90, len(victims))
    return within_history(Visits(victims["who"].to_numpy(), on))


def _others(world: World, draw: Draw) -> Visits:
    """About when they get their DIMEX; those who had it before the history, at some later day."""
    pool = world.of_kind(SETTLED)
    who = pool[draw.happens(0.68, len(pool))]
    settles = world.people["settles"].to_numpy()[who]
    about_then = settles + draw.between(-60, 200, len(who))
    later = draw.within(
        np.maximum(world.people["birth"].to_numpy()[who] + 60, days.FIRST), np.full(len(who), days.LAST)
    )
    return Visits(who, np.where(settles < days.FIRST, later, about_then))
