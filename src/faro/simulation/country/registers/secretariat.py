"""The Technical Secretariat of the CONATT: what is done for prevention, how the fund is spent, who returns home."""

from typing import Final

import numpy as np
import polars as pl

from faro.simulation.country import days
from faro.simulation.country.codes import FUND_LINE
from faro.simulation.country.draw import Bools, Draw, Ints, constant, where
from faro.simulation.country.kinds import TRANSIT
from faro.simulation.country.places import INHABITANTS
from faro.simulation.country.profile import either
from faro.simulation.country.registry import Entries, change, contacts, impersonal
from faro.simulation.country.services import Visits, joined, within_history
from faro.simulation.country.shares import shares
from faro.simulation.country.world import World

#: Assumed, with the closed doors of the pandemic in mind.
_ACTIVITIES: Final = dict.fromkeys(days.YEARS, 120) | {2020: 52, 2021: 84, days.HORIZON.year: 100}
_TRAINING, _CAMPAIGN = 0.52, 0.1
TRAININGS: Final = shares("training_activities")
TRAINED: Final = shares("audiences_of_training")
OTHERS: Final = shares("other_activities")
TALKED_TO: Final = shares("audiences_of_talks")
CAMPAIGNED_TO: Final = shares("audiences_of_campaigns")
ORGANISERS: Final = shares("prevention_organisers")

#: Millions of colones a year: one dollar of the exit tax is expected to bring 1.5 to 2 million dollars.
_BUDGET: Final = {
    2015: 640, 2016: 690, 2017: 740, 2018: 800, 2019: 860, 2020: 820, 2021: 410, 2022: 620, 2023: 880, 2024: 960,
    2025: 1020, 2026: 1060,
}  # fmt: skip
LINES: Final = shares("fund_lines")
#: The share that is spent: slow at first, never all of it.
_SPENT_AT_FIRST, _SPENT_MORE_A_YEAR = 0.24, 0.033
_THOUSAND = 1000

_OTHER_RETURNS_A_YEAR = 7
THIRD_COUNTRIES: Final = shares("third_countries")
_ADULT, _TEENAGER = int(18 * 365.25), int(15 * 365.25)


def prevention_activities(world: World, draw: Draw) -> Entries:
    """Training and workshops, talks and fairs, and a few campaigns that reach thousands."""
    on = _days_of_activities(draw, world.scale)
    count, luck = len(on), draw.shares(len(on))
    is_training, is_campaign = luck < _TRAINING, luck >= 1 - _CAMPAIGN
    kind = _of_each(
        is_training, is_campaign, draw.pick(TRAININGS, count), constant("Campaña", count), draw.pick(OTHERS, count)
    )
    audience = _of_each(
        is_training,
        is_campaign,
        draw.pick(TRAINED, count),
        draw.pick(CAMPAIGNED_TO, count),
        draw.pick(TALKED_TO, count),
    )
    reached = _reached(draw, is_training, is_campaign | (kind == "Programa en medios").to_numpy())
    trained = np.where(is_training, np.floor(reached * (0.82 + 0.18 * draw.shares(count))), 0).astype(np.int64)
    province = draw.pick(INHABITANTS, count)
    first = impersonal(on, draw.between(1, 25, count)).with_columns(
        pl.Series("held_on", days.dates(on)),
        activity_type=kind,
        audience=draw.sometimes(audience, 0.96),
        province=where(draw.happens(np.where(is_campaign, 0.5, 0.97), count), province),
        institution=draw.sometimes(draw.pick(ORGANISERS, count), 0.97),
        persons_reached=draw.sometimes(pl.Series(reached), 0.94),
        persons_trained=draw.sometimes(pl.Series(trained), 0.95),
    )
    return Entries(first)


def _days_of_activities(draw: Draw, scale: int) -> Ints:
    years = [draw.between(days.first_of(y), days.last_of(y), count * scale) for y, count in _ACTIVITIES.items()]
    return np.maximum(days.on_working_day(np.sort(np.concatenate(years))), days.FIRST)


def _of_each(
    is_training: Bools, is_campaign: Bools, training: pl.Series, campaign: pl.Series, other: pl.Series
) -> pl.Series:
    return either(pl.Series(is_training), training, either(pl.Series(is_campaign), campaign, other))


def _reached(draw: Draw, is_training: Bools, is_broadcast: Bools) -> Ints:
    """A room of people, a hall, or whoever saw or heard it."""
    count = len(is_training)
    room, hall = 8 + draw.waiting(15, count, longest=90), 15 + draw.waiting(45, count, longest=400)
    many = 100 * (5 + draw.waiting(45, count, longest=1200))
    return np.where(is_training, room, np.where(is_broadcast, many, hall))


def fund_execution(world: World, draw: Draw) -> Entries:
    """The fund of one state, whatever the scale: each month its lines; some months are adjusted after they closed."""
    months = _months()
    on, line = np.repeat(months, len(FUND_LINE)), np.tile(np.arange(len(FUND_LINE)), len(months))
    count, year = len(on), days.year_of(on)
    weights = np.array([LINES[name] for name in FUND_LINE]) / sum(LINES.values())
    budget = np.round(np.array([_BUDGET[each] for each in year]) * _THOUSAND / 12 * weights[line]).astype(np.int64)
    usual = _SPENT_AT_FIRST + _SPENT_MORE_A_YEAR * (year - days.YEARS[0])
    share = np.minimum(usual * (0.35 + 1.3 * draw.shares(count)), 0.98)
    spent = np.floor(budget * share).astype(np.int64)
    closed = on + 31 + draw.between(4, 24, count)
    first = impersonal(on, closed - on).with_columns(
        pl.Series("period", days.dates(on)),
        budget_line=pl.Series(FUND_LINE).gather(line),
        budget_crc=pl.Series(budget * _THOUSAND),
        spent_crc=draw.sometimes(pl.Series(spent * _THOUSAND), 0.98),
    )
    adjusted = np.floor(spent * (0.9 + 0.15 * draw.shares(count))).astype(np.int64)
    corrected = change(
        closed + draw.between(30, 90, count),
        draw.happens(0.06, count),
        spent_crc=pl.Series(np.minimum(adjusted, budget) * _THOUSAND),
    )
    return Entries(first, (corrected,))


def _months() -> Ints:
    """The first day of every month that has ended."""
    months = np.arange(np.datetime64(days.FIRST_DAY, "M"), np.datetime64(days.HORIZON, "M"))
    return months.astype("datetime64[D]").astype(np.int64)


def assisted_returns(world: World, draw: Draw) -> Entries:
    """Foreigners who choose to go home some weeks after the ERI decided, and migrants whom it never knew."""
    visits = within_history(
        joined(
            _of_victims(world, draw, "Acreditada", 0.26),
            _of_victims(world, draw, "No acreditada", 0.08),
            _of_migrants(world, draw),
        )
    )
    count, them = len(visits), world.people[visits.who]
    is_minor = pl.Series(them["birth"].to_numpy() + _ADULT > visits.on)
    elsewhere = pl.Series(draw.happens(0.05, count)) & ~is_minor
    adult_type = either(
        pl.Series(draw.happens(0.2, count)),
        constant("Reunificación familiar", count),
        constant("Retorno voluntario asistido", count),
    )
    kind = either(
        is_minor,
        constant("Retorno coordinado de persona menor de edad", count),
        either(elsewhere, constant("Reubicación en un tercer país", count), adult_type),
    )
    destination = either(elsewhere, draw.pick(THIRD_COUNTRIES, count), them["nationality"])
    support = either(pl.Series(draw.happens(0.58, count)), constant("Si", count), constant("No", count))
    delay = draw.between(1, 12, count)
    first = contacts(visits.who, visits.on, delay).with_columns(
        pl.Series("returned_on", days.dates(visits.on)),
        destination_country=draw.sometimes(destination, 0.97),
        return_type=draw.sometimes(kind, 0.97),
        reintegration_support=draw.sometimes(support, 0.55),
    )
    told = change(
        visits.on + delay + draw.between(40, 160, count), draw.happens(0.3, count), reintegration_support=support
    )
    return Entries(first, (told,))


def _of_victims(world: World, draw: Draw, outcome: str, share: float) -> Visits:
    victims = world.victims.filter((pl.col("outcome") == outcome) & (pl.col("nationality") != "CRI"))
    chosen = victims.filter(pl.Series(draw.happens(share, len(victims))))
    on = days.on_working_day(chosen["resolved"].to_numpy() + draw.between(20, 260, len(chosen)))
    return Visits(chosen["who"].to_numpy(), on)


def _of_migrants(world: World, draw: Draw) -> Visits:
    """Nobody twice; mostly adults."""
    who = draw.some_of(world.of_kind(TRANSIT), _OTHER_RETURNS_A_YEAR * len(days.YEARS) * world.scale)
    born = world.people["birth"].to_numpy()[who]
    on = draw.within(np.maximum(born + _TEENAGER, days.FIRST + 7), np.full(len(who), days.LAST - 10))
    return Visits(who, days.on_working_day(on))
