"""Who comes to a service, when, how often: those referred to the ERI first, others up to the published number."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from faro.simulation.country import days
from faro.simulation.country.draw import Draw, Ints
from faro.simulation.country.published import total
from faro.simulation.country.world import World


@dataclass(frozen=True)
class Visits:
    """Persons and days, in pairs."""

    who: Ints
    on: Ints

    def __len__(self) -> int:
        return len(self.who)


def joined(*parts: Visits) -> Visits:
    return Visits(np.concatenate([each.who for each in parts]), np.concatenate([each.on for each in parts]))


def repeated(draw: Draw, visits: Visits, usual: float, most: int, apart: int) -> Visits:
    """Each person comes once, and again after some weeks or months as long as the history lasts."""
    more = draw.waiting(usual, len(visits), longest=most - 1)
    row = np.repeat(np.arange(len(visits)), 1 + more)
    turn = np.concatenate([np.arange(1 + each) for each in more]) if len(more) else more
    later = visits.on[row] + turn * (apart // 2) + np.where(turn > 0, draw.between(0, apart, len(row)), 0)
    kept = later <= days.LAST - 1
    return Visits(visits.who[row][kept], later[kept])


def of_victims(draw: Draw, world: World, accredited: float, others: float, usual_wait: float) -> Visits:
    """These shares of those referred, some days after the ERI knows of them."""
    victims = world.victims
    share = np.where((victims["outcome"] == "Acreditada").fill_null(False).to_numpy(), accredited, others)
    chosen = victims.filter(pl.Series(draw.happens(share, len(victims))))
    on = chosen["known"].to_numpy() + draw.waiting(usual_wait, len(chosen), longest=500)
    return within_history(Visits(chosen["who"].to_numpy(), on))


def within_history(visits: Visits) -> Visits:
    kept = (visits.on >= days.FIRST) & (visits.on < days.LAST)
    return Visits(visits.who[kept], visits.on[kept])


def of_public(draw: Draw, world: World, share: float, *kinds: str) -> Visits:
    """This share of other people, on any day after their birth."""
    pool = world.of_kind(*kinds)
    who = draw.some_of(pool, int(len(pool) * share))
    born = world.people["birth"].to_numpy()[who]
    return Visits(who, draw.within(np.maximum(born + 1, days.FIRST), np.full(len(who), days.LAST - 1)))


def of_year(draw: Draw, world: World, measure: str, year: int, preferred: Ints, others: Ints) -> Visits:
    """Exactly as many persons as the figure of the year says, on a day of that year after the ERI knows of them."""
    wanted = total(measure, year) * world.scale
    first = draw.some_of(preferred, wanted)
    who = np.concatenate([first, draw.some_of(np.setdiff1d(others, preferred), wanted - len(first))])
    known = np.full(len(world.people), days.FIRST)
    known[: len(world.victims)] = world.victims["known"].to_numpy()
    begin = np.maximum(known[who] + 1, days.first_of(year))
    return Visits(who, draw.within(begin, np.full(len(who), days.last_of(year) - 1)))


def referred_around(world: World, year: int) -> pl.DataFrame:
    """Those of whom the ERI knew in the year or the one before, early enough to be served in the year."""
    known = pl.col("known")
    return world.victims.filter((known >= days.first_of(year) - 300) & (known <= days.last_of(year) - 5))


def minors_at(world: World, visits: Visits) -> Visits:
    """Those under eighteen on the day."""
    kept = world.people["birth"].to_numpy()[visits.who] + int(18 * 365.25) > visits.on
    return Visits(visits.who[kept], visits.on[kept])
