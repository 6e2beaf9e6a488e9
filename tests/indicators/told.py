"""What marts and recomputation say of the same rows, and single figures of it."""

from dataclasses import dataclass

import polars as pl
from comparison import marts
from filled_warehouse import build_marts, fill
from private_warehouse import Warehouse
from recomputation import Frames, read_frames, recomputed


@dataclass(frozen=True)
class Told:
    """The figures of the marts and those that are expected."""

    found: pl.DataFrame
    expected: pl.DataFrame


def told_by(coded: Warehouse, frames: Frames, persons: pl.DataFrame) -> Told:
    """Of these rows, in a copy of the warehouse of which nothing remains."""
    with coded.copy() as copy:
        fill(copy, frames, persons)
        build_marts(copy)
        with copy.connect() as connection:
            return Told(marts(connection), recomputed(read_frames(connection), persons))


def figures(rows: pl.DataFrame, indicator: str, breakdown: str, year: int | None = None) -> dict[str | int, float]:
    """Category → value of one year; without a year, year → value of the total."""
    of_breakdown = rows.filter(pl.col("indicator_id") == indicator, pl.col("breakdown") == breakdown)
    if year is None:
        return dict(of_breakdown.select("year", "value").iter_rows())
    return dict(of_breakdown.filter(pl.col("year") == year).select("category", "value").iter_rows())
