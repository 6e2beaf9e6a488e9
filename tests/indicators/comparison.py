"""Two tables of figures side by side: which cells only one of them has, and which differ."""

from typing import Final

import polars as pl
import psycopg
from recomputation import CELL
from recomputation.figures import SCHEMA

FIGURES: Final = ("numerator", "denominator", "value", "not_recorded_share")
_TOLERANCE: Final = 1e-9
_SHOWN_PER_INDICATOR: Final = 5


def marts(connection: psycopg.Connection) -> pl.DataFrame:
    """marts.indicator_value in the columns of a recomputation."""
    columns = {"indicator_id": pl.String(), **SCHEMA}
    rows = connection.execute(
        "select indicator_id, year, breakdown, category, numerator::float8, denominator::float8, value::float8,"
        " not_recorded_share::float8 from marts.indicator_value"
    ).fetchall()
    return pl.DataFrame(rows, schema=columns, orient="row").sort(CELL)


def differences(found: pl.DataFrame, expected: pl.DataFrame) -> list[str]:
    """A sentence per cell, the first ones of each indicator; nothing where all is the same."""
    for table in (found, expected):
        if twice := table.filter(pl.struct(CELL).is_duplicated()).select(CELL).rows():
            return [f"more than once: {cell}" for cell in twice[:_SHOWN_PER_INDICATOR]]
    both = found.with_columns(is_found=True).join(
        expected.with_columns(is_expected=True), on=CELL, how="full", coalesce=True, suffix="_expected"
    )
    differing = both.filter(pl.any_horizontal(~_equal(name) for name in FIGURES) | pl.any_horizontal(*_missing()))
    counted = differing.with_columns(
        place=pl.int_range(pl.len()).over("indicator_id"), cells=pl.len().over("indicator_id")
    )
    shown = counted.filter(pl.col("place") < _SHOWN_PER_INDICATOR).sort(CELL)
    return [_told(row) for row in shown.iter_rows(named=True)]


def _equal(name: str) -> pl.Expr:
    one, other = pl.col(name), pl.col(f"{name}_expected")
    is_near = (one - other).abs() <= _TOLERANCE * pl.max_horizontal(pl.lit(1.0), other.abs())
    return pl.when(one.is_null() | other.is_null()).then(one.is_null() & other.is_null()).otherwise(is_near)


def _missing() -> tuple[pl.Expr, pl.Expr]:
    return pl.col("is_found").is_null(), pl.col("is_expected").is_null()


def _told(row: dict[str, object]) -> str:
    cell = "{indicator_id} {year} {breakdown}/{category}".format(**row)
    if not row["is_found"] or not row["is_expected"]:
        said = "only recomputed" if row["is_expected"] else "only in the mart"
    else:
        said = ", ".join(f"{name} {row[name]} and not {row[f'{name}_expected']}" for name in FIGURES
                         if row[name] != row[f"{name}_expected"])  # fmt: skip
    return f"{cell} (one of {row['cells']}): {said}"
