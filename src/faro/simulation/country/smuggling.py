"""Smuggling of migrants: detections with the persons found, of whom a few turn out to be victims of trafficking."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from faro.simulation.country import days
from faro.simulation.country.codes import LIST_SEPARATOR
from faro.simulation.country.columns import DATASETS
from faro.simulation.country.draw import Draw, Ints, where
from faro.simulation.country.kinds import TRANSIT
from faro.simulation.country.registry import impersonal, with_number
from faro.simulation.country.shares import shares

#: Detections by year; assumed, with the passage through the Darién in mind.
EVENTS: Final = {
    2015: 14, 2016: 20, 2017: 14, 2018: 16, 2019: 22, 2020: 12, 2021: 28,
    2022: 34, 2023: 38, 2024: 34, 2025: 24, 2026: 18,
}  # fmt: skip
POSTS: Final = shares("border_posts")
ROUTES: Final = shares("smuggling_routes")
PROVINCES: Final = shares("provinces_of_smuggling")
ABUSES: Final = shares("abuses")
_BECAME_VICTIMS = 0.22
_USUAL_GROUP, _LARGEST = 5, 34
_ADULT_DAYS = int(18 * 365.25)


@dataclass(frozen=True)
class Smuggling:
    """Events and the migrants found in them (`who`, `event`: rows)."""

    events: pl.DataFrame
    migrants: pl.DataFrame


def smuggling(draw: Draw, people: pl.DataFrame, victims: pl.DataFrame, scale: int) -> Smuggling:
    detected = _days(draw, scale)
    found = pl.concat([_migrants(draw, people, detected), _later_victims(draw, people, victims, detected)])
    born = people["birth"].gather(found["who"]).to_numpy() < found["day"].to_numpy()
    kept = found.filter(pl.Series(born)).unique(["event", "who"], maintain_order=True)
    used, event = np.unique(kept["event"].to_numpy(), return_inverse=True)
    migrants = kept.with_columns(event=pl.Series(event.astype(np.int64)))
    return Smuggling(_events(draw, people, migrants, detected[used]), migrants)


def _days(draw: Draw, scale: int) -> Ints:
    years = [draw.between(days.first_of(year), days.last_of(year), count * scale) for year, count in EVENTS.items()]
    return np.sort(np.concatenate(years))


def _migrants(draw: Draw, people: pl.DataFrame, detected: Ints) -> pl.DataFrame:
    sizes = 1 + draw.waiting(_USUAL_GROUP, len(detected), longest=_LARGEST)
    event = np.repeat(np.arange(len(detected)), sizes)
    pool = np.flatnonzero((people["kind"] == TRANSIT).to_numpy()).astype(np.int64)
    return _found(draw.any_of(pool, len(event)), event, detected, np.full(len(event), -1))


def _later_victims(draw: Draw, people: pl.DataFrame, victims: pl.DataFrame, detected: Ints) -> pl.DataFrame:
    """Foreigners without papers whom the ERI accredits within months after a detection."""
    foreign = pl.col("who").is_in(people.filter(pl.col("nationality") != "CRI")["person"].cast(pl.Int64).implode())
    chosen = victims.filter(foreign & (pl.col("outcome") == "Acreditada"))
    chosen = chosen.filter(pl.Series(draw.happens(_BECAME_VICTIMS, len(chosen))))
    latest = np.searchsorted(detected, chosen["referred"].to_numpy() - 2)
    event = np.maximum(latest - draw.between(1, 3, len(chosen)), 0)
    early_enough = detected[event] < chosen["referred"].to_numpy()
    kept = chosen.filter(pl.Series(early_enough))
    return _found(kept["who"].to_numpy(), event[early_enough], detected, kept["resolved"].to_numpy())


def _found(who: Ints, event: Ints, detected: Ints, resolved: Ints) -> pl.DataFrame:
    """`resolved`: day of the accreditation, -1 for all the others."""
    return pl.DataFrame({"who": who, "event": event, "day": detected[event], "resolved": resolved})


def _events(draw: Draw, people: pl.DataFrame, migrants: pl.DataFrame, detected: Ints) -> pl.DataFrame:
    count = len(detected)
    said = impersonal(detected, np.zeros(count, dtype=np.int64)).with_columns(
        pl.Series("detected_on", days.dates(detected)),
        border_post=draw.pick(POSTS, count),
        route=draw.sometimes(draw.pick(ROUTES, count), 0.85),
        smugglers=pl.Series(draw.waiting(0.7, count, longest=6)),
        fee_usd=where(draw.happens(0.62, count), pl.Series(100 * (2 + draw.waiting(9, count, longest=120)))),
        abuses=draw.several(ABUSES, LIST_SEPARATOR, count),
        province=draw.pick(PROVINCES, count),
    )
    numbered = with_number(DATASETS["dgme/smuggling_events"], said)
    return pl.concat([numbered, _counted(draw, people, migrants)], how="horizontal")


def _counted(draw: Draw, people: pl.DataFrame, migrants: pl.DataFrame) -> pl.DataFrame:
    """For each event who was found in it, and when one of them was accredited (-1: nobody)."""
    minor = people["birth"].gather(migrants["who"]).to_numpy() + _ADULT_DAYS > migrants["day"].to_numpy()
    alone = minor & draw.happens(0.18, len(minor))
    counts = (
        migrants.with_columns(minor=pl.Series(minor), alone=pl.Series(alone))
        .group_by("event")
        .agg(
            migrants=pl.len().cast(pl.Int64),
            minors=pl.col("minor").sum().cast(pl.Int64),
            unaccompanied_minors=pl.col("alone").sum().cast(pl.Int64),
            resolved=pl.col("resolved").max(),
        )
    )
    return counts.sort("event").drop("event")
