"""The Poder Judicial: sentences with one decision per accused person, and what was seized."""

from typing import Final

import numpy as np
import polars as pl

from faro.simulation.country import days
from faro.simulation.country.columns import DATASETS
from faro.simulation.country.draw import Draw, Ints, always, constant, where
from faro.simulation.country.profile import either
from faro.simulation.country.registry import Entries, change, contacts, impersonal, with_number
from faro.simulation.country.shares import shares
from faro.simulation.country.world import World

ASSETS: Final = shares("assets")
#: Months of prison of a conviction, from and to (art. 172 of the Código Penal; arts. 249 and 249 bis, Ley 8764).
_MONTHS: Final = {"Trata de personas": (72, 192), "Tráfico ilícito de migrantes": (48, 96)}
_OTHER_MONTHS: Final = (24, 96)
_SEIZES = 0.28


def _decided(world: World) -> pl.DataFrame:
    """The accused of the cases that were sentenced, with the case's row and the day."""
    decided = world.justice.cases.with_row_index("case").with_columns(pl.col("case").cast(pl.Int64))
    decided = decided.filter(pl.col("sentenced") <= days.LAST).select(
        "case", "case_number", "offence", "office", "sentenced"
    )
    return world.justice.accused.join(decided, on="case", how="inner", maintain_order="left")


def _sentences(world: World) -> pl.DataFrame:
    outcome = (
        pl.when(pl.col("convicted").all())
        .then(pl.lit("Condenatoria"))
        .when(pl.col("convicted").any())
        .then(pl.lit("Mixta"))
        .otherwise(pl.lit("Absolutoria"))
    )
    sentences = (
        _decided(world)
        .group_by("case", maintain_order=True)
        .agg(pl.col("case_number", "office", "sentenced").first(), outcome=outcome)
        .with_columns(_day=pl.col("sentenced"), _updated=pl.col("sentenced"), _who=pl.lit(None, pl.Int64))
    )
    return with_number(DATASETS["poder_judicial/sentences"], sentences)


def sentences(world: World, draw: Draw) -> Entries:
    rows = _sentences(world)
    court = (
        pl.col("office").str.replace("Fiscalía de", "Tribunal Penal de").replace("FACTRA", "Tribunal Penal de San José")
    )
    return Entries(
        rows.with_columns(court=court, issued_on=days.dates(rows["_day"].to_numpy())).drop("office", "sentenced")
    )


def convictions(world: World, draw: Draw) -> Entries:
    rows = _decided(world).join(_sentences(world).select("case", "sentence_number"), on="case", maintain_order="left")
    count, day, convicted = len(rows), rows["sentenced"].to_numpy(), rows["convicted"].to_numpy()
    outcome = either(rows["convicted"], constant("Condena", count), constant("Absolución", count))
    first = contacts(rows["who"].to_numpy(), day, draw.between(1, 12, count)).with_columns(
        pl.Series("decided_on", days.dates(day)),
        rows["sentence_number"],
        rows["offence"],
        outcome=outcome,
        prison_months=where(convicted, pl.Series(_months(draw, rows["offence"]))),
    )
    return Entries(first)


def _months(draw: Draw, offence: pl.Series) -> Ints:
    low, high = (
        offence.replace_strict({name: both[end] for name, both in _MONTHS.items()}, default=_OTHER_MONTHS[end])
        for end in (0, 1)
    )
    return draw.within(low.cast(pl.Int64).to_numpy(), high.cast(pl.Int64).to_numpy()) // 6 * 6


def seizures(world: World, draw: Draw) -> Entries:
    """Seized while the case is investigated; whether it is confiscated, the sentence decides."""
    cases = world.justice.cases
    many = np.where(draw.happens(_SEIZES, len(cases)), 1 + draw.waiting(0.6, len(cases), longest=5), 0)
    row = np.repeat(np.arange(len(cases)), many)
    case, count = cases[row], len(row)
    day = draw.within(case["_day"].to_numpy() + 1, case["investigated"].to_numpy())
    first = impersonal(day, draw.between(1, 10, count)).with_columns(
        pl.Series("seized_on", days.dates(day)),
        case["case_number"],
        asset_type=draw.pick(ASSETS, count),
        value_crc=draw.sometimes(pl.Series(50_000 * (1 + draw.waiting(30, count))), 0.8),
    )
    kept = case["convicts"] & pl.Series(draw.happens(0.8, count))
    decided = case["sentenced"].to_numpy() + 15
    return Entries(first, (change(decided, always(count), is_confiscated=kept),))
