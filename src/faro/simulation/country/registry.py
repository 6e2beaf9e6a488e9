"""From what happened to what a registry holds: numbered records, their later versions, and when each was delivered.

An entry is a first row and rows that change it. Corrections, records made twice by mistake and withdrawals on request
are changes too: the newest version of a key always is the right one.
"""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
import polars as pl

from faro.simulation.country import days
from faro.simulation.country.columns import PERSON, PERSON_IN_ONE_NAME, Dataset
from faro.simulation.country.draw import Bools, Draw, Ints
from faro.simulation.country.people import label
from faro.simulation.country.shown import shown

MISTAKES: Final = 0.008
LATE: Final = 0.04
_LONGEST_USUAL = 45


@dataclass(frozen=True)
class Entries:
    """`first`: one row per record with `_who` (row of a person or null), `_day` of the event, `_updated`, columns.

    `changes`: `_entry` (row of `first`), `_updated` and the columns that change; what is null stays as it was.
    """

    first: pl.DataFrame
    changes: tuple[pl.DataFrame, ...] = field(default=())


def contacts(who: Ints, on: Ints, delay: Ints) -> pl.DataFrame:
    """Rows about persons on days, written some days later, as every register of services begins."""
    return pl.DataFrame({"_who": who, "_day": on, "_updated": on + delay})


def impersonal(on: Ints, delay: Ints) -> pl.DataFrame:
    """Rows about nobody in particular."""
    return contacts(np.zeros(len(on), dtype=np.int64), on, delay).with_columns(_who=pl.lit(None, pl.Int64))


def change(updated: Ints, told: Bools, **columns: pl.Series) -> pl.DataFrame:
    """A later version of the entries where `told` holds and the history has not ended: these columns, on that day."""
    every = (
        pl.DataFrame({"_updated": updated, **columns})
        .with_row_index("_entry")
        .with_columns(pl.col("_entry").cast(pl.Int64))
    )
    return every.filter(pl.Series(told & (updated <= days.LAST)))


def with_number(dataset: Dataset, first: pl.DataFrame) -> pl.DataFrame:
    """The same rows with the institution's number: `ERI-2022-00031`, counted in the order of the events."""
    year = days.dates(first["_day"].to_numpy()).dt.year()
    turn = pl.col("_day").rank("ordinal").over("_year").cast(pl.Int64)
    number = pl.format("{}-{}-{}", pl.lit(dataset.prefix), "_year", turn.cast(pl.String).str.zfill(5))
    return first.with_columns(_year=year).with_columns(number.alias(dataset.key)).drop("_year")


def first_versions(dataset: Dataset, entries: Entries, people: pl.DataFrame, draw: Draw) -> Entries:
    """All records, numbered, with what they say about the person, and with those written twice by mistake."""
    rows = entries.first.with_row_index("_entry").with_columns(pl.col("_entry").cast(pl.Int64))
    changes = entries.changes
    if dataset.is_about_persons and dataset.key not in rows.columns:
        rows, annulled = _with_mistakes(rows, draw)
        changes = (*changes, annulled)
    if dataset.key not in rows.columns:
        rows = with_number(dataset, rows)
    if dataset.is_about_persons:
        rows = pl.concat([rows, _person_columns(dataset, rows, people, draw)], how="horizontal")
    return Entries(rows.with_columns(record_status=pl.lit("Vigente")), changes)


def _with_mistakes(rows: pl.DataFrame, draw: Draw) -> tuple[pl.DataFrame, pl.DataFrame]:
    count = len(rows)
    soon = rows["_updated"].to_numpy() + 45 < days.LAST
    twice = rows.filter(pl.Series(draw.happens(MISTAKES, count) & soon))
    again = twice.with_columns(
        _entry=count + pl.int_range(pl.len(), dtype=pl.Int64),
        _updated=pl.col("_updated") + pl.Series(draw.between(0, 6, len(twice))),
    )
    annulled = again.select(
        "_entry",
        pl.col("_updated") + pl.Series(draw.between(3, 35, len(twice))),
        record_status=pl.lit("Anulado"),
    )
    return pl.concat([rows, again]), annulled


def _person_columns(dataset: Dataset, rows: pl.DataFrame, people: pl.DataFrame, draw: Draw) -> pl.DataFrame:
    about = shown(people, rows["_who"], rows["_day"].to_numpy(), draw)
    return about.select(PERSON_IN_ONE_NAME if "full_name" in dataset.columns else PERSON)


def versions(entries: Entries) -> pl.DataFrame:
    """Every version of every record: a change is laid over all that was before; no two versions on one day."""
    marked = [entries.first.with_columns(_later=False), *(each.with_columns(_later=True) for each in entries.changes)]
    stacked = pl.concat(marked, how="diagonal_relaxed").sort("_entry", "_later", "_updated", maintain_order=True)
    kept = ("_entry", "_updated", "_later")
    filled = stacked.with_columns(_as_before(column) for column in stacked.columns if column not in kept)
    counted = filled.with_columns(_turn=pl.int_range(pl.len()).over("_entry"))
    return counted.with_columns(
        _updated=(pl.col("_updated") - pl.col("_turn")).cum_max().over("_entry") + pl.col("_turn")
    )


def _as_before(column: str) -> pl.Expr:
    """The value, or where a change says nothing that of the row before; a first row stays as it is."""
    stated = ~pl.col("_later") | pl.col(column).is_not_null()
    row = pl.when(stated).then(pl.int_range(pl.len())).otherwise(None).forward_fill()
    return pl.col(column).gather(row)


def delivered(dataset: Dataset, rows: pl.DataFrame, draw: Draw) -> pl.DataFrame:
    """In the order in which the institution has them, with the dataset's columns only."""
    arrived = rows.with_columns(_known=pl.col("_updated") + pl.Series(_delays(dataset, draw, len(rows))))
    dated = arrived.with_columns(pl.col("_known").cum_max().over("_entry")).sort("_known", "_entry", "_updated")
    finished = dated.with_columns(
        pl.Series("updated_on", days.dates(dated["_updated"].to_numpy())),
        pl.Series("_known_on", days.dates(dated["_known"].to_numpy())),
        _person=label(pl.col("_who")),
    )
    return finished.filter(pl.col("_known") <= days.LAST).select(
        pl.col(column).cast(kind) for column, kind in dataset.schema.items()
    )


def _delays(dataset: Dataset, draw: Draw, count: int) -> Ints:
    """The usual days, and weeks or months for the few that come late."""
    if dataset.usual_delay == 0:
        return np.zeros(count, dtype=np.int64)
    usual = draw.waiting(dataset.usual_delay, count, longest=_LONGEST_USUAL)
    return np.where(draw.happens(LATE, count), draw.between(15, 45, count) + usual, usual)
