"""Deliveries of a synthetic dataset with every kind of flaw that a contract can name."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
from synthetic_contracts import column, synthetic_contract

from faro.contracts import Contract

#: What a result must never show.
CANARY = "CANARIO7391"

_KEY = {"required": True, "primaryKey": True, "primaryKeyPosition": 1}
COLUMNS = [
    column("code", **_KEY, logicalTypeOptions={"pattern": "^[A-Z]+[0-9]+$"}),
    column("day", "date", required=True),
    column("seen_at", "timestamp"),
    column("age", "integer", logicalTypeOptions={"minimum": 0, "maximum": 120}),
    column("rate", "number", logicalTypeOptions={"maximum": 1}),
    column("sex", enum=[{"value": "mujer"}, {"value": "hombre"}]),
]
TYPES = {
    "code": pl.String,
    "day": pl.Date,
    "seen_at": pl.Datetime,
    "age": pl.Int64,
    "rate": pl.Float64,
    "sex": pl.String,
}


def contract_with(root: Path, dataset: str = "casos", relation: str = "keyedChanges") -> Contract:
    return synthetic_contract(root, dataset, COLUMNS, {"type": relation})


def frame(*rows: Mapping[str, Any]) -> pl.DataFrame:
    """A work table's rows, numbered from 2 as under a header; what a row does not say is sound."""
    sound = {"day": "2024-01-31", "seen_at": "2024-01-31 10:00:00", "age": 30, "rate": 0.5, "sex": "mujer"}
    filled = [{"code": f"C{number}", **sound, **row} for number, row in enumerate(rows, 2)]
    columns = {name: [each[name] for each in filled] for name in TYPES}
    day = pl.Series("day", columns.pop("day")).str.to_date()
    seen_at = pl.Series("seen_at", columns.pop("seen_at")).str.to_datetime()
    numbers = pl.Series("_row_number", range(2, len(filled) + 2))
    others = [pl.Series(name, values, dtype=TYPES[name]) for name, values in columns.items()]
    return pl.DataFrame([numbers, day, seen_at, *others])
