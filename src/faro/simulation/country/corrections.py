"""Rows that were wrong at first and put right later, some because the person asked; records erased on request."""

from typing import Final

import numpy as np
import polars as pl

from faro.simulation.country import days
from faro.simulation.country.columns import Dataset
from faro.simulation.country.draw import Draw, Ints, where
from faro.simulation.country.names import draw_names
from faro.simulation.country.registry import Entries

CORRECTED: Final = 0.025
_ON_REQUEST = 0.12
#: What was wrong, and how often.
_WRONG: Final = {
    "birth_date": 30.0,
    "first_surname": 15.0,
    "given_names": 15.0,
    "second_surname": 15.0,
    "document_number": 20.0,
    "sex": 5.0,
}
_WRONG_IN_ONE_NAME: Final = {"birth_date": 45.0, "full_name": 30.0, "document_number": 20.0, "sex": 5.0}
_OTHER_SEX: Final = {"Mujer": "Hombre", "Hombre": "Mujer", "Intersex": "Mujer"}

#: Registers of services that somebody may want to leave, and how many do at scale 1.
ERASABLE: Final = ("ccss/care_episodes", "imas/subsidies", "mtss/work_permits", "dgme/special_categories")
ERASURES: Final = 2

REQUESTS: Final = ("requested_on", "kind", "dataset", "record_key", "person", "column")


def corrected(dataset: Dataset, entries: Entries, draw: Draw) -> tuple[Entries, pl.DataFrame]:
    """The entries, some with a wrong cell and a change that rights it; and which of them a person asked for."""
    first = entries.first
    count = len(first)
    on = first["_updated"].to_numpy() + draw.between(8, 150, count)
    column = draw.pick(_WRONG_IN_ONE_NAME if "full_name" in first.columns else _WRONG, count)
    chosen = draw.happens(CORRECTED, count) & (on < days.LAST - 60) & (first["_updated"] < days.LAST - 80).to_numpy()
    wrong = _wrong_values(first, draw)
    possible = pl.Series(chosen) & _differs(first, wrong, column)
    asked = draw.happens(_ON_REQUEST, count)
    marked = first.with_columns(_wrong=where(possible.to_numpy(), column), _on=pl.Series(on), _asked=pl.Series(asked))
    rights = _rights(marked)
    return Entries(_spoilt(marked, wrong), (*entries.changes, *rights)), _asked_for(dataset, marked)


def _wrong_values(first: pl.DataFrame, draw: Draw) -> pl.DataFrame:
    """For each column that can be wrong, what stood there."""
    count = len(first)
    other = draw_names(draw, first["nationality"], first["sex"])
    in_one = pl.select(pl.concat_str(other["first_surname"], other["given_names"], separator=" ").str.to_uppercase())
    years = pl.Series(draw.pick(("-1y", "1y", "-1mo", "10d"), count))
    wrong = {
        "birth_date": pl.DataFrame({"date": first["birth_date"], "by": years})
        .select(pl.col("date").dt.offset_by(pl.col("by")))
        .to_series(),
        "sex": first["sex"].replace_strict(_OTHER_SEX, return_dtype=pl.String),
        "document_number": pl.Series([None], dtype=pl.String).new_from_index(0, count),
    }
    if "full_name" in first.columns:
        return pl.DataFrame(wrong | {"full_name": in_one.to_series()})
    nothing = wrong["document_number"]
    names = {"first_surname": other["first_surname"], "given_names": other["given_names"], "second_surname": nothing}
    return pl.DataFrame(wrong | names)


def _differs(first: pl.DataFrame, wrong: pl.DataFrame, column: pl.Series) -> pl.Series:
    """A cell without a value cannot be wrong, nor one that would say the same."""
    differs = pl.Series(np.zeros(len(first), dtype=np.bool_))
    for name in wrong.columns:
        differs |= (column == name) & first[name].is_not_null() & first[name].ne_missing(wrong[name])
    return differs


def _columns_of(name: str, first: pl.DataFrame) -> list[str]:
    both = name == "document_number" and "document_type" in first.columns
    return ["document_type", "document_number"] if both else [name]


def _rights(marked: pl.DataFrame) -> list[pl.DataFrame]:
    """One change per corrected cell, with the right value (and the type with a number)."""
    names = [name for name in _WRONG | _WRONG_IN_ONE_NAME if name in marked.columns]
    return [
        marked.filter(pl.col("_wrong") == name).select(
            "_entry", pl.col("_on").alias("_updated"), *_columns_of(name, marked)
        )
        for name in names
    ]


def _spoilt(marked: pl.DataFrame, wrong: pl.DataFrame) -> pl.DataFrame:
    for name in wrong.columns:
        for column in _columns_of(name, marked):
            instead = wrong[name] if column == name else pl.lit(None)
            marked = marked.with_columns(
                pl.when(pl.col("_wrong") == name).then(instead).otherwise(pl.col(column)).alias(column)
            )
    return marked.drop("_wrong", "_on", "_asked")


def _asked_for(dataset: Dataset, marked: pl.DataFrame) -> pl.DataFrame:
    asked = marked.filter(pl.col("_asked") & pl.col("_wrong").is_not_null())
    return asked.select(
        _on=pl.col("_on") - 5,
        kind=pl.lit("rectification"),
        dataset=pl.lit(dataset.id),
        record_key=dataset.key,
        _who=pl.col("_who").cast(pl.Int64),
        column="_wrong",
    )


def erased(dataset: Dataset, entries: Entries, draw: Draw, count: int, victims: int) -> tuple[Entries, pl.DataFrame]:
    """What a dataset holds of some persons when they ask is withdrawn days later; nobody referred to the ERI asks."""
    first = entries.first
    settled = (first["_who"].to_numpy() >= victims) & (first["_updated"].to_numpy() < days.LAST - 200)
    chosen = draw.some_of(np.flatnonzero(settled).astype(np.int64), count if dataset.id in ERASABLE else 0)
    asking = first[chosen].select("_who", asked=draw.within(first["_updated"].to_numpy()[chosen] + 30, _latest(chosen)))
    mine = first.join(asking.unique("_who", maintain_order=True), on="_who").filter(
        pl.col("_updated") <= pl.col("asked")
    )
    withdrawn = mine.select("_entry", _updated=pl.col("asked") + 6, record_status=pl.lit("Anulado"))
    asked = mine.select(
        _on="asked",
        kind=pl.lit("erasure"),
        dataset=pl.lit(dataset.id),
        record_key=dataset.key,
        _who=pl.col("_who").cast(pl.Int64),
        column=pl.lit(None, pl.String),
    )
    return Entries(first, (*entries.changes, withdrawn)), asked


def _latest(chosen: Ints) -> Ints:
    return np.full(len(chosen), days.LAST - 60, dtype=np.int64)
