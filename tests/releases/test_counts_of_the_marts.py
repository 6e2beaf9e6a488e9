"""What would be published of the marts: every indicator, as the marts have it, and nothing that a reader computes."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psycopg
import pytest
from reader import Members, Reader
from running_stack import Stack

from faro.indicators.definitions import definitions

pytestmark = pytest.mark.stack

Key = tuple[str, str, str, str]
#: Breakdowns that whoever reads takes for parts of the same persons, each of whom is in one category.
INDICATOR, BREAKDOWNS = "I-01", ("sex", "age_group", "province", "nationality")
SMALL = 5
#: Small counts of accredited persons that another publication states, which are shown.
ELSEWHERE = {("2015", "total", "total"), ("2019", "exploitation_form", "sexual_servitude")}


@pytest.fixture(scope="module")
def previewed(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[Key, float | None]]:
    """What is said, and each figure of the file; None where it is hidden."""
    file = tmp_path_factory.mktemp("release") / "figures.csv"
    said = stack.faro("release", "preview", "--tables", "--csv", str(file))
    return said.stdout, dict(read(file))


def read(file: Path) -> Iterator[tuple[Key, float | None]]:
    with file.open(encoding="utf-8", newline="") as opened:
        for row in csv.DictReader(opened):
            assert (row["value"] == "") or row["status"] == "shown"
            key = row["indicator"], row["period"], row["breakdown"], row["category"]
            yield key, float(row["value"]) if row["value"] else None


def figures_of(stack: Stack, column: str) -> dict[Key, float]:
    with psycopg.connect(stack.uri("faro_publisher")) as connection:
        rows = connection.execute(
            f"select indicator_id, year::text, breakdown, category, {column}::float8 from marts.indicator_value"
            f" where {column} is not null"
        ).fetchall()
    return {(indicator, year, breakdown, category): value for indicator, year, breakdown, category, value in rows}


def test_every_indicator_is_there_as_the_marts_have_it(
    stack: Stack, previewed: tuple[str, dict[Key, float | None]]
) -> None:
    _, figures = previewed
    assert {indicator for indicator, *_ in figures} == set(definitions().indicators)
    values = figures_of(stack, "value")
    shown = {key: value for key, value in figures.items() if key in values and value is not None}
    assert len(shown) > 1_000
    assert all(value == pytest.approx(values[key], rel=1e-9) for key, value in shown.items())


def test_no_small_count_is_shown(stack: Stack, previewed: tuple[str, dict[Key, float | None]]) -> None:
    said, figures = previewed
    assert "✓" in said
    assert "Grupo de edad" in said
    public = {"I-38"}  # on calls and funds, but for the months of the calls
    counts = figures_of(stack, "numerator")
    small = {key for key, count in counts.items() if 0 < count < SMALL and key[0] not in public and key in figures}
    assert len(small) > 100
    amounts = {"I-12", "I-35"}  # what is small is an amount, of enough persons or assets
    shown = {key for key in small if figures[key] is not None and key[0] not in amounts}
    assert shown <= {(indicator, *what) for indicator in ("I-02", "I-04", "I-13") for what in ELSEWHERE}


def test_whoever_reads_computes_no_small_count(stack: Stack, previewed: tuple[str, dict[Key, float | None]]) -> None:
    """And does compute some where the small ones alone are hidden."""
    _, figures = previewed
    counts = {cell_of(key): count for key, count in figures_of(stack, "numerator").items() if is_read(key)}
    shown = {cell_of(key): None if value is None else round(value) for key, value in figures.items() if is_read(key)}
    small = [cell for cell in shown if 0 < counts.get(cell, 0) < SMALL]
    assert len(small) > 10
    reader = Reader([shown], members_of(shown))
    assert [cell for cell in small if not is_unknown(reader, cell)] == []
    careless = {cell: None if cell in small else counts.get(cell, count) for cell, count in shown.items()}
    reader = Reader([careless], members_of(shown))
    assert any(not is_unknown(reader, cell) for cell in small)


def is_unknown(reader: Reader, cell: tuple[tuple[str, str], ...]) -> bool:
    return reader.may_be(0, cell, 0, 1) and reader.may_be(0, cell, SMALL - 1, np.inf)


def is_read(key: Key) -> bool:
    return key[0] == INDICATOR and key[2] in (*BREAKDOWNS, "total")


def cell_of(key: Key) -> tuple[tuple[str, str], ...]:
    _, period, breakdown, category = key
    parts = {"year": period} | ({} if breakdown == "total" else {breakdown: category})
    return tuple(sorted(parts.items()))


def members_of(cells: dict[tuple[tuple[str, str], ...], int | None]) -> Members:
    there: dict[str, set[str]] = defaultdict(set)
    for cell in cells:
        for name, member in cell:
            there[name].add(member)
    years = frozenset(one for one in there["year"] if "–" not in one)
    periods = {one: years_between(*one.split("–")) & years for one in there["year"] - years}
    parts: Members = {name: (frozenset(there[name]), False, {}) for name in BREAKDOWNS}
    return {**parts, "year": (years, False, periods)}


def years_between(first: str, last: str) -> frozenset[str]:
    return frozenset(map(str, range(int(first), int(last) + 1)))
