"""Benchmarks at their smallest size: each runs to its end and tells its figures, so that none rots unseen."""

from pathlib import Path

import pytest
from rich.table import Table

from benchmarks import linking, loading, protecting, transforming
from benchmarks.__main__ import BENCHMARKS

MODULES = {path.stem for path in Path(__file__).parent.glob("*ing.py")}  # what they share has other names
#: Benchmark → the module that tries it.
TRIED = {"start": "test_starting_benchmark", "publish": "test_publishing_benchmark"} | dict.fromkeys(
    ("load", "link", "release", "transform"), Path(__file__).stem
)


def cells(table: Table) -> list[list[str]]:
    """Row by row, as they are printed."""
    columns = [[str(cell) for cell in column.cells] for column in table.columns]
    return [list(row) for row in zip(*columns, strict=True)]


def test_make_bench_offers_each_of_them() -> None:
    assert {measure.__module__.rpartition(".")[2] for measure in BENCHMARKS.values()} == MODULES


def test_each_of_them_is_tried() -> None:
    assert TRIED.keys() == BENCHMARKS.keys()
    assert [name for name in TRIED.values() if not Path(__file__).with_name(f"{name}.py").exists()] == []


@pytest.mark.slow
def test_loading_in_every_way_and_format() -> None:
    tables = [each for each in loading.measure(**loading.SMALLEST).renderables if isinstance(each, Table)]
    assert len(tables) > 3
    for table in tables:
        for row in cells(table):
            assert row[1:] == ["not installed", "", "", ""] or any(is_positive(cell) for cell in row[1:]), row


def is_positive(cell: str) -> bool:
    try:
        return float(cell.replace(",", "")) > 0
    except ValueError:
        return False


@pytest.mark.slow
def test_linking_a_night_onto_a_history() -> None:
    ((records, seconds, ratio, compared),) = cells(linking.measure(**linking.SMALLEST))
    assert (records, ratio) == ("250", "1.00")
    assert float(seconds) > 0
    assert int(compared.replace(",", "")) > 0


@pytest.mark.slow
def test_protecting_a_release() -> None:
    rows = cells(protecting.measure(tables=(1,), cubes=((3, 3, 2),)))
    assert [row[0] for row in rows] == ["1 tables of years", "3x3x2"]
    assert [row[-1] for row in rows] == ["0", "0"]
    assert all(int(row[3]) > 0 for row in rows)


@pytest.mark.slow
def test_transforming_a_history_and_the_night_after_it() -> None:
    full, night = cells(transforming.measure(**transforming.SMALLEST))
    assert full[1] == night[1] == "1"
    for _, _, rows, seconds, memory, *_, failed in (full, night):
        assert int(rows.replace(",", "")) > 1_000
        assert float(seconds) > 0
        assert int(memory.replace(",", "")) > 0
        assert failed == "0"
