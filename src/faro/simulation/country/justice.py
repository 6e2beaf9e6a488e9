"""Complaints, the cases opened on them, their way through the stages, and who is accused and who was harmed in each."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from faro.simulation.country import days
from faro.simulation.country.cases import open_cases
from faro.simulation.country.columns import DATASETS
from faro.simulation.country.draw import Bools, Draw, Ints, constant
from faro.simulation.country.kinds import ACCUSED
from faro.simulation.country.places import INHABITANTS
from faro.simulation.country.registry import with_number
from faro.simulation.country.shares import shares
from faro.simulation.country.smuggling import Smuggling

#: Share of those referred about whom a complaint is filed: nobody has to (art. 2 b of the Ley 9095).
_COMPLAINS: Final = {"Acreditada": 0.68, "No acreditada": 0.3}
_COMPLAINS_PENDING = 0.25
_SAME_CASE = 0.42
#: Complaints a year without a victim known to the ERI.
_OTHER_TRAFFICKING, _OTHER_OFFENCES = 8, 5
_OF_EVENTS = 0.55
CHANNELS: Final = shares("complaint_channels")
OTHER_OFFENCES: Final = shares("other_offences")


@dataclass(frozen=True)
class Justice:
    """Frames with one row per complaint, per case, per accused person in a case, per harmed person in a case."""

    complaints: pl.DataFrame
    cases: pl.DataFrame
    accused: pl.DataFrame
    victims: pl.DataFrame

    def case_of(self, victims: int) -> pl.Series:
        """For each person referred the row of the case, or null."""
        case = np.full(victims, -1, dtype=np.int64)
        case[self.victims["who"].to_numpy()] = self.victims["case"].to_numpy()
        return pl.Series(case).replace(-1, None)


def justice(draw: Draw, people: pl.DataFrame, victims: pl.DataFrame, smuggled: Smuggling, scale: int) -> Justice:
    harmed = _harmed(draw, victims)
    complaints = pl.concat(
        [_about_victims(draw, harmed, people), _about_events(draw, smuggled.events), _others(draw, scale)],
        how="diagonal",
    )
    filed = with_number(DATASETS["fiscalia/complaints"], complaints.filter(pl.col("_day") < days.LAST))
    cases = open_cases(draw, filed)
    row = dict(zip(cases["group"].to_list(), range(len(cases)), strict=True))
    with_case = harmed.with_columns(case=pl.col("group").replace_strict(row, default=None, return_dtype=pl.Int64))
    return Justice(filed, cases, _accused(draw, people, cases), with_case.drop_nulls("case"))


def _harmed(draw: Draw, victims: pl.DataFrame) -> pl.DataFrame:
    """Those about whom a complaint is filed; neighbours in time often in one `group`, which is one case."""
    share = (
        victims["outcome"].replace_strict(_COMPLAINS, default=_COMPLAINS_PENDING, return_dtype=pl.Float64).to_numpy()
    )
    chosen = victims.filter(pl.Series(draw.happens(share, len(victims)))).sort("known", maintain_order=True)
    soon = np.diff(chosen["known"].to_numpy(), prepend=0) < 45
    joins: Bools = draw.happens(_SAME_CASE, len(chosen)) & soon
    return chosen.with_columns(group=pl.Series(np.cumsum(~joins).astype(np.int64)))


def _about_victims(draw: Draw, harmed: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    groups = harmed.group_by("group", maintain_order=True).agg(pl.col("known", "who").first())
    count = len(groups)
    day = np.maximum(groups["known"].to_numpy() + draw.between(-25, 15, count), days.FIRST)
    province = people["province"].gather(groups["who"])
    return _complaints(draw, day, constant("Trata de personas", count), province).with_columns(group=groups["group"])


def _about_events(draw: Draw, events: pl.DataFrame) -> pl.DataFrame:
    chosen = events.filter(pl.Series(draw.happens(_OF_EVENTS, len(events))))
    day = chosen["_day"].to_numpy() + draw.between(0, 5, len(chosen))
    return _complaints(draw, day, constant("Tráfico ilícito de migrantes", len(chosen)), chosen["province"])


def _others(draw: Draw, scale: int) -> pl.DataFrame:
    trafficking, other = (each * scale * len(days.YEARS) for each in (_OTHER_TRAFFICKING, _OTHER_OFFENCES))
    offence = pl.concat([constant("Trata de personas", trafficking), draw.pick(OTHER_OFFENCES, other)])
    day = draw.between(days.FIRST, days.LAST, len(offence))
    return _complaints(draw, day, offence, draw.pick(INHABITANTS, len(offence)))


def _complaints(draw: Draw, day: Ints, offence: pl.Series, province: pl.Series) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "_day": day,
            "_updated": day,
            "filed_on": days.dates(day),
            "offence": offence,
            "channel": draw.pick(CHANNELS, len(day)),
            "province": province,
        }
    )


def _accused(draw: Draw, people: pl.DataFrame, cases: pl.DataFrame) -> pl.DataFrame:
    """Nobody in many cases that end early, at least one where there is an accusation; some in more than one case."""
    count = len(cases)
    many = np.where(
        cases["accuses"].to_numpy(), 1 + draw.waiting(0.55, count, longest=6), draw.waiting(0.35, count, longest=3)
    )
    case = np.repeat(np.arange(count), many)
    pool = np.flatnonzero((people["kind"] == ACCUSED).to_numpy()).astype(np.int64)
    who = draw.any_of(pool, len(case))
    opened, latest = cases["_day"].to_numpy()[case], cases["investigated"].to_numpy()[case]
    day = draw.within(opened + 3, np.minimum(latest, opened + 400) - 2)
    table = pl.DataFrame({"who": who, "case": case, "day": day}).unique(["who", "case"], maintain_order=True)
    convicted = cases["convicts"].gather(table["case"]) & pl.Series(draw.happens(0.88, len(table)))
    first = table.select(pl.int_range(pl.len()).over("case") == 0).to_series()
    return table.with_columns(convicted=convicted | (first & cases["convicts"].gather(table["case"])))
