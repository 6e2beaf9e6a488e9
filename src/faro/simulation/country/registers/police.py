"""Police: investigations of the OIJ, calls to 911, operations, rejections and detections of the MSP."""

from typing import Final

import numpy as np
import polars as pl

from faro.simulation.country import days, places
from faro.simulation.country.draw import Draw, always
from faro.simulation.country.kinds import RESIDENT, SETTLED, TRANSIT
from faro.simulation.country.plan import FORMS
from faro.simulation.country.profile import either
from faro.simulation.country.registry import Entries, change, contacts, impersonal
from faro.simulation.country.services import Visits, joined, of_public, within_history
from faro.simulation.country.shares import shares
from faro.simulation.country.smuggling import POSTS
from faro.simulation.country.world import World

_CALLS_A_YEAR, _OPERATIONS_A_YEAR = 110, 58
INVESTIGATED: Final = {"Trata de personas": 84.0, "Proxenetismo": 9.0, "Trabajos o servicios forzados": 7.0}
CLOSED: Final = {"Remitida a la Fiscalía": 58.0, "Archivada": 26.0, "Sin indicios": 16.0}
INCIDENTS: Final = shares("incidents")
DESCRIPTIONS: Final = (
    "Llamante reporta gritos y personas encerradas en una vivienda.",
    "Indica que un vehículo deja grupos de personas de madrugada.",
    "Llamante dice que a su vecina no la dejan salir y le quitaron el pasaporte.",
    "Reporta a una menor de edad en un bar.",
)
UNITS: Final = shares("police_units")
OPERATIONS: Final = shares("police_operations")
REASONS: Final = shares("rejection_reasons")
REASONS_WITHOUT_PAPERS: Final = shares("reasons_without_papers")
_SUSPECTED: Final = {form: weight for form, weight in FORMS.items() if ";" not in form}


def investigations(world: World, draw: Draw) -> Entries:
    """About those referred, with a case more often than without; open at first."""
    visits = _investigated(world, draw)
    count, people = len(visits), world.people[visits.who]
    first = contacts(visits.who, visits.on, draw.between(0, 6, count)).with_columns(
        pl.Series("opened_on", days.dates(visits.on)),
        offence=draw.pick(INVESTIGATED, count),
        province=people["province"],
        canton=draw.sometimes(people["canton"], 0.94),
        outcome=pl.lit("En curso"),
    )
    closed = visits.on + 20 + draw.waiting(150, count)
    return Entries(first, (change(closed, always(count), outcome=draw.pick(CLOSED, count)),))


def _investigated(world: World, draw: Draw) -> Visits:
    victims, case = world.victims, world.justice.case_of(len(world.victims))
    share = np.where(case.is_not_null().to_numpy(), 0.78, 0.2)
    chosen = victims.filter(pl.Series(draw.happens(share, len(victims))))
    on = np.maximum(chosen["known"].to_numpy() + draw.between(-20, 25, len(chosen)), days.FIRST)
    return within_history(Visits(chosen["who"].to_numpy(), on))


def calls(world: World, draw: Draw) -> Entries:
    count = _CALLS_A_YEAR * len(days.YEARS) * world.scale
    on = draw.between(days.FIRST, days.LAST, count)
    moment = pl.Series((on * 86_400 + draw.between(0, 86_399, count)) * 1_000_000).cast(pl.Datetime("us"))
    place = places.draw_cantons(draw, places.INHABITANTS, count)
    caller = draw.any_of(world.of_kind(RESIDENT, SETTLED), count)
    first = impersonal(on, draw.between(0, 1, count)).with_columns(
        called_at=moment,
        incident_type=draw.pick(INCIDENTS, count),
        province=place["province"],
        canton=draw.sometimes(place["canton"], 0.93),
        caller_phone=draw.sometimes(world.people["phone"].gather(caller), 0.8),
        description=draw.sometimes(draw.pick(DESCRIPTIONS, count), 0.9),
    )
    return Entries(first)


def operations(world: World, draw: Draw) -> Entries:
    count = _OPERATIONS_A_YEAR * len(days.YEARS) * world.scale
    on = draw.between(days.FIRST, days.LAST, count)
    place = places.draw_cantons(draw, places.MIGRANTS, count)
    presumed = np.where(draw.happens(0.06, count), draw.between(1, 5, count), 0)
    first = impersonal(on, draw.between(0, 5, count)).with_columns(
        pl.Series("performed_on", days.dates(on)),
        unit=draw.pick(UNITS, count),
        province=place["province"],
        canton=place["canton"],
        operation_type=draw.pick(OPERATIONS, count),
        persons_detected=pl.Series(presumed + draw.waiting(3, count, longest=90)),
        presumed_victims=pl.Series(presumed),
    )
    return Entries(first)


def rejections(world: World, draw: Draw) -> Entries:
    """Those who pass through, some of them again and again, and a few who live here."""
    passing = [of_public(draw, world, share, TRANSIT) for share in (0.34, 0.08)]
    visits = joined(*passing, of_public(draw, world, 0.05, SETTLED))
    count = len(visits)
    carries = world.people["passport"].gather(visits.who).is_not_null()
    without = draw.pick(REASONS_WITHOUT_PAPERS, count)
    posts = {post: weight for post, weight in POSTS.items() if post != "Punto no habilitado"}
    first = contacts(visits.who, visits.on, draw.between(0, 2, count)).with_columns(
        pl.Series("rejected_on", days.dates(visits.on)),
        border_post=draw.pick(posts, count),
        reason_code=either(carries, draw.pick(REASONS, count), without),
    )
    return Entries(first)


def detections(world: World, draw: Draw) -> Entries:
    """Presumed victims whom the police meet first, and others whose signs come to nothing."""
    chosen = world.victims.filter(pl.Series(draw.happens(0.34, len(world.victims))))
    met = chosen["referred"].to_numpy() - draw.between(0, 3, len(chosen))
    others = joined(of_public(draw, world, 0.05, TRANSIT), of_public(draw, world, 0.03, RESIDENT, SETTLED))
    visits = within_history(joined(Visits(chosen["who"].to_numpy(), met), others))
    count = len(visits)
    first = contacts(visits.who, visits.on, draw.between(0, 3, count)).with_columns(
        pl.Series("detected_on", days.dates(visits.on)),
        unit=draw.pick(UNITS, count),
        suspected_form=draw.sometimes(draw.pick(_SUSPECTED, count), 0.7),
    )
    return Entries(first)
