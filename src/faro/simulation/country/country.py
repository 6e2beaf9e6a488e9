"""The synthetic country as its institutions know it on a day: records, and the truth that nobody delivers."""

from copy import copy
from datetime import date
from functools import cached_property
from typing import Final

import polars as pl

from faro.simulation.country.columns import DATASETS, Dataset
from faro.simulation.country.corrections import ERASURES, REQUESTS, corrected, erased
from faro.simulation.country.days import HORIZON, dates
from faro.simulation.country.people import label
from faro.simulation.country.registers import REGISTERS
from faro.simulation.country.registry import delivered, first_versions, versions
from faro.simulation.country.world import World

SEED: Final = 9095
#: A year, an accredited person, and what was published about such persons.
ACCREDITED: Final = ("year", "person", "sex", "minor", "nationality", "forms")


class Country:
    """Everything up to `until`: a later `until` only adds records, and never changes one."""

    def __init__(self, seed: int = SEED, scale: int = 1, until: date | None = None) -> None:
        self.until = until or HORIZON
        self.world = World(seed, scale)
        self._written: dict[str, tuple[pl.DataFrame, pl.DataFrame]] = {}

    def at(self, until: date) -> "Country":
        """The same country on another day, without telling its history again."""
        other = copy(self)
        other.until = until
        return other

    def records(self, dataset: str) -> pl.DataFrame:
        """All versions of all records that the institution has on that day, in the order in which it had them."""
        return self._history(dataset)[0].filter(pl.col("_known_on") <= self.until)

    def truth(self) -> pl.DataFrame:
        """dataset, record_key, person: who each record really is about."""
        parts = [
            self.records(each.id)
            .select(dataset=pl.lit(each.id), record_key=each.key, person="_person")
            .unique(maintain_order=True)
            for each in DATASETS.values()
            if each.is_about_persons
        ]
        return pl.concat(parts)

    def requests(self) -> pl.DataFrame:
        """Who asked to rectify or erase which record, and when; the record's change follows days later."""
        asked = pl.concat([self._history(each.id)[1] for each in DATASETS.values() if each.is_about_persons])
        dated = asked.with_columns(
            pl.Series("requested_on", dates(asked["_on"].to_numpy())), person=label(pl.col("_who"))
        )
        return dated.filter(pl.col("requested_on") <= self.until).select(REQUESTS).sort("requested_on", "record_key")

    def in_force(self, dataset: str) -> pl.DataFrame:
        """The newest version of each record, without those that were withdrawn."""
        records = self.records(dataset).sort("updated_on", maintain_order=True)
        newest = records.unique(DATASETS[dataset].key, keep="last", maintain_order=True)
        return newest.filter(pl.col("record_status") == "Vigente")

    def accredited(self) -> pl.DataFrame:
        """One row per person whose positive resolution the ERI has delivered; what it says comes from the truth."""
        positive = self.in_force("eri/resolutions").filter(pl.col("outcome") == "Acreditada")
        known = positive.select(person="_person").unique()
        victims = self.world.victims.with_columns(person=label(pl.col("who")))
        resolved = victims.with_columns(pl.Series("resolved_on", dates(victims["resolved"].to_numpy())))
        return resolved.join(known, on="person", how="semi", maintain_order="left").select(*ACCREDITED, "resolved_on")

    def persons_per_year(self) -> pl.DataFrame:
        """dataset, year, persons: how many different ones the records in force are about, by the day of the event."""
        parts = [
            self.in_force(each.id)
            .group_by(year=pl.col(each.event).dt.year(), dataset=pl.lit(each.id))
            .agg(persons=pl.col("_person").n_unique())
            for each in DATASETS.values()
            if each.is_about_persons
        ]
        return pl.concat(parts).select("dataset", "year", "persons").sort("dataset", "year")

    @cached_property
    def people(self) -> pl.DataFrame:
        """Everybody, with those whom they resemble (`twin_of`, `son_of`, `namesake_of`: persons) and both documents."""
        relatives = [label(pl.col(column)).alias(column) for column in ("twin_of", "son_of", "namesake_of")]
        frame = self.world.people.with_columns(*relatives, person=label(pl.col("person")))
        return frame.with_columns(pl.Series("birth_date", dates(frame["birth"].to_numpy()))).drop(
            "birth", "on", "settles"
        )

    def _history(self, dataset: str) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The whole history of a dataset and the requests about it, made once."""
        if dataset not in self._written:
            self._written[dataset] = self._write(DATASETS[dataset])
        return self._written[dataset]

    def _write(self, dataset: Dataset) -> tuple[pl.DataFrame, pl.DataFrame]:
        world = self.world
        entries = REGISTERS[dataset.id](world, world.draw(dataset.id))
        entries = first_versions(dataset, entries, world.people, world.draw(dataset.id, "records"))
        asked: tuple[pl.DataFrame, ...] = ()
        if dataset.is_about_persons:
            entries, rectified = corrected(dataset, entries, world.draw(dataset.id, "corrections"))
            entries, erasures = erased(
                dataset, entries, world.draw(dataset.id, "erasures"), ERASURES * world.scale, len(world.victims)
            )
            asked = (rectified, erasures)
        rows = versions(entries)
        return delivered(dataset, rows, world.draw(dataset.id, "delays")), pl.concat(asked) if asked else pl.DataFrame()
