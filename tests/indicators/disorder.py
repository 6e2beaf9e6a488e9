"""The same rows after much went wrong: cells are empty or say what nobody knows, references lead nowhere, days are
exchanged, and persons are taken for one another. Nothing of it stops at the door."""

from typing import Final

import numpy as np
import polars as pl
from recomputation.reading import Frames, registers

from faro.contracts import Contract

_EMPTY, _NOBODY_ASKED, _UNKNOWN, _ASTRAY, _EXCHANGED, _MISTAKEN = 0.15, 0.7, 0.04, 0.05, 0.05, 0.3
#: Says nothing that any list knows.
_NOBODY_KNOWS: Final = "Nadie lo sabe"
_REFERENCES: Final = ("referral_number", "event_number", "complaint_number", "case_number", "sentence_number")
#: Of a person whose records all are silent nothing is known.
_WHO: Final = ("sex", "nationality", "birth_month", "age")
_DAYS: Final = (("known_on", "resolved_on"), ("started_on", "ended_on"),
                ("exploitation_started_on", "exploitation_ended_on"))  # fmt: skip


def disordered(frames: Frames, seed: int) -> Frames:
    """Every row is still there; what a contract requires is still filled."""
    draw = np.random.default_rng(seed)
    spoilt = {each.id: _spoilt(draw, each, frames[each.id]) for each in registers()}
    return frames | spoilt


def mistaken(persons: pl.DataFrame, seed: int) -> pl.DataFrame:
    """The same records, many of them of somebody else: of few, so that these have several of each kind in a year."""
    draw = np.random.default_rng(seed)
    names = persons["person"].drop_nulls().unique().sort()
    few = names.gather(draw.integers(0, max(len(names) // 50, 1), len(names)))
    other = pl.Series(np.where(draw.random(len(names)) < _MISTAKEN, few.to_numpy(), names.to_numpy()))
    return persons.with_columns(pl.col("person").replace_strict(names, other, default=None, return_dtype=pl.String))


def _spoilt(draw: np.random.Generator, contract: Contract, rows: pl.DataFrame) -> pl.DataFrame:
    for name in _optional(contract, rows):
        silent = _NOBODY_ASKED if name in _WHO else _EMPTY
        rows = _where(draw, rows, silent, **dict.fromkeys(_together(name), pl.lit(None)))
        if rows.schema[name] == pl.String and name not in _REFERENCES:
            rows = _where(draw, rows, _UNKNOWN, **{name: pl.concat_str(pl.lit(f"{_NOBODY_KNOWS};"), name)})
            rows = _where(draw, rows, _UNKNOWN, **{name: pl.lit(_NOBODY_KNOWS)})
            rows = _where(draw, rows, _UNKNOWN, **{name: pl.concat_str(pl.lit("  "), pl.col(name).str.to_uppercase())})
    for one, other in _DAYS:
        if {one, other} <= set(rows.columns):
            rows = _where(draw, rows, _EXCHANGED, **{one: pl.coalesce(other, one), other: pl.col(one)})
    for name in {*_REFERENCES} & {*rows.columns} - {*contract.key}:
        rows = _where(draw, rows, _ASTRAY, **{name: pl.lit("0")})
    return rows


def _optional(contract: Contract, rows: pl.DataFrame) -> list[str]:
    required = {each.name for each in contract.columns if each.is_required}
    return [each.name for each in contract.raw_columns if each.name in rows.columns and each.name not in required]


def _together(name: str) -> tuple[str, ...]:
    """The month of birth and the age come from one cell."""
    return ("birth_month", "age") if name in {"birth_month", "age"} else (name,)


def _where(draw: np.random.Generator, rows: pl.DataFrame, share: float, **instead: pl.Expr) -> pl.DataFrame:
    chosen = pl.Series(draw.random(len(rows)) < share)
    return rows.with_columns(
        pl.when(chosen).then(value).otherwise(pl.col(name)).cast(rows.schema[name]).alias(name)
        for name, value in instead.items()
    )
