"""What happens in the country, decided once and shared by all registries: people, victims, cases, smuggling."""

from functools import cached_property

import numpy as np
import polars as pl

from faro.simulation.country.columns import DATASETS
from faro.simulation.country.draw import Draw, Ints
from faro.simulation.country.justice import Justice, justice
from faro.simulation.country.people import population
from faro.simulation.country.plan import referred
from faro.simulation.country.referrals import referral_rows
from faro.simulation.country.registry import with_number
from faro.simulation.country.smuggling import Smuggling, smuggling


class World:
    """The truth behind the registries. Each part has its own stream of chance."""

    def __init__(self, seed: int, scale: int) -> None:
        self.seed = seed
        self.scale = scale

    def draw(self, *stream: str) -> Draw:
        return Draw(self.seed, *stream)

    @cached_property
    def victims(self) -> pl.DataFrame:
        """Everybody ever referred to the ERI, accredited or not; `who` is their row among the people."""
        plan = referred(self.draw("plan"), self.scale)
        return plan.with_columns(who=pl.int_range(pl.len(), dtype=pl.Int64))

    @cached_property
    def people(self) -> pl.DataFrame:
        return population(self.draw("people"), self.victims, self.scale)

    @cached_property
    def smuggling(self) -> Smuggling:
        return smuggling(self.draw("smuggling"), self.people, self.victims, self.scale)

    @cached_property
    def justice(self) -> Justice:
        return justice(self.draw("justice"), self.people, self.victims, self.smuggling, self.scale)

    @cached_property
    def referrals(self) -> pl.DataFrame:
        """The ERI's referrals with their numbers; the first ones in the order of the victims."""
        rows = referral_rows(self.draw("referrals"), self.victims, self.people)
        return with_number(DATASETS["eri/referrals"], rows)

    @cached_property
    def filed(self) -> pl.Series:
        """For each person referred: Si, No or not recorded."""
        draw = self.draw("filed")
        case = self.justice.case_of(len(self.victims))
        said = draw.sometimes(pl.Series(["No"]).new_from_index(0, len(case)), 0.8)
        return pl.select(pl.when(case.is_not_null()).then(pl.lit("Si")).otherwise(said)).to_series()

    def of_kind(self, *kinds: str) -> Ints:
        """Rows of the people of these kinds."""
        return np.flatnonzero(self.people["kind"].is_in(list(kinds)).to_numpy()).astype(np.int64)

    def born_before(self, who: Ints, years: float, on: Ints | int) -> Ints:
        """Those of them who have that age on the day."""
        return who[self.people["birth"].to_numpy()[who] + int(years * 365.25) < on]
