"""The immediate response team: referrals, and resolutions that are pending until they are decided."""

import polars as pl

from faro.simulation.country import days
from faro.simulation.country.draw import Draw, where
from faro.simulation.country.profile import exploitation, profile
from faro.simulation.country.registry import Entries, change
from faro.simulation.country.texts import NARRATIVES, written
from faro.simulation.country.world import World


def referrals(world: World, draw: Draw) -> Entries:
    return Entries(world.referrals)


def resolutions(world: World, draw: Draw) -> Entries:
    """First the person; with the resolution the outcome and, if it is positive, the exploitation."""
    victims, them = world.victims, world.people[world.victims["who"]]
    count, known = len(victims), victims["known"].to_numpy()
    first = pl.DataFrame(
        {
            "_who": victims["who"],
            "_day": known,
            "_updated": known + draw.between(0, 1, count),
            "known_on": days.dates(known),
            "referral_number": world.referrals["referral_number"].head(count),
        }
    )
    first = pl.concat(
        [first, profile(draw, victims, them), them.select("province", "canton", "district")], how="horizontal"
    )
    first = first.with_columns(address=draw.sometimes(them["address"], 0.8), filed_complaint=world.filed)
    return Entries(first, (_decided(world, draw, them),))


def _decided(world: World, draw: Draw, them: pl.DataFrame) -> pl.DataFrame:
    victims = world.victims
    count, resolved = len(victims), victims["resolved"].to_numpy()
    accredited = (victims["outcome"] == "Acreditada").fill_null(False).to_numpy()
    details = exploitation(draw, victims, world.scale).with_columns(
        narrative=draw.sometimes(written(draw, NARRATIVES, them), 0.9)
    )
    stated = {column: where(accredited, details[column]) for column in details.columns}
    resolved_on = days.dates_where(resolved > 0, resolved)
    delay = draw.between(0, 3, count)
    return change(resolved + delay, resolved > 0, resolved_on=resolved_on, outcome=victims["outcome"], **stated)
