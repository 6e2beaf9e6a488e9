"""Who is who and what was spoilt, for tests only: written outside every source, read by nothing in Faro."""

import csv
import io
import os
from collections.abc import Iterable
from dataclasses import astuple, fields
from pathlib import Path

import polars as pl

from faro.simulation.defects import Planted
from faro.simulation.outbox import write_changed

_COLUMNS = [field.name for field in fields(Planted)]


def truth_folder(faro_home: Path) -> Path:
    return faro_home / "truth"


def write_persons(faro_home: Path, persons: pl.DataFrame) -> None:
    """Record → person, of everything that the country knows."""
    _write(truth_folder(faro_home) / "persons.csv", persons.write_csv().encode())


def add_planted(faro_home: Path, planted: Iterable[Planted]) -> None:
    """Add the defects of what was delivered now to those of what was delivered before."""
    target = truth_folder(faro_home) / "planted.csv"
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows(sorted({*_known(target), *map(astuple, planted)}))
    _write(target, text.getvalue().encode())


def _known(target: Path) -> list[tuple[str, ...]]:
    if not target.exists():
        return []
    with target.open(encoding="utf-8", newline="") as file:
        return [tuple(row) for row in csv.reader(file)][1:]


def _write(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    before = os.umask(0o077)
    try:
        write_changed(target, content)
    finally:
        os.umask(before)
