"""Loading against its floors: PostgreSQL's COPY of the same rows, each format's best reader, the checks as SQL."""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from private_warehouse import Warehouse, private_warehouse
from psycopg.sql import SQL, Identifier, Literal
from rich.console import Group
from rich.table import Table
from running_stack import free_ports

from benchmarks import load_formats
from benchmarks import load_material as material
from benchmarks import load_paths as paths
from benchmarks.load_formats import against, seconds_of, told
from faro import loading
from faro.contracts import Contract, find_contract
from faro.ledger import Delivery
from faro.loading import steps
from faro.loading.door import Door
from faro.loading.work_table import WorkTable
from faro.parsing.reading import parse

ROWS = 1_000_000
#: A workbook holds fewer rows, and records about persons take as much longer.
SHARE_OF_WORKBOOKS, SHARE_OF_PERSONS = 20, 10
RUNS = 3
SMALLEST = {"rows": 2_000, "runs": 1}
_ANY = Delivery(0, "", "", "", "", "")


def measure(rows: int = ROWS, runs: int = RUNS) -> Group:
    """Each way into PostgreSQL, what the whole of a load adds, the checks, and the other formats."""
    with (
        tempfile.TemporaryDirectory(prefix="faro-bench-") as folder,
        private_warehouse(Path(folder) / "home", free_ports(1)[0]) as warehouse,
    ):
        root = Path(folder) / "contracts"
        contract = material.contract(root)
        file = Path(folder) / "entrega.csv"
        material.fifteen_columns(rows).write_csv(file)
        uri = warehouse.uri("postgres")
        return Group(
            _ways(warehouse, file, root, rows, runs),
            _whole(warehouse, rows),
            _checks(warehouse, contract, file, runs),
            load_formats.measure(uri, contract, Path(folder), max(rows // SHARE_OF_WORKBOOKS, 1), runs),
        )


def _ways(warehouse: Warehouse, file: Path, root: Path, rows: int, runs: int) -> Table:
    """Medians of alternating runs, and the median of the ratios within each run."""
    there = [way for way in paths.WAYS if paths.is_there(way)]
    taken = [{way: paths.run(way, warehouse.uri("postgres"), file, root) for way in there} for _ in range(runs)]
    table = Table("way", "median s", "x floor", "peak MB", "steps", title=f"{rows:,} rows x 15 columns, 3 of tokens")
    for way in paths.WAYS:
        if way not in there:
            table.add_row(way, "not installed", "", "", "")
            continue
        seconds = statistics.median(each[way].seconds for each in taken)
        ratio = statistics.median(each[way].seconds / each[paths.FLOOR].seconds for each in taken)
        peak = max(each[way].peak_mb for each in taken)
        table.add_row(way, f"{seconds:.2f}", f"{ratio:.2f}", f"{peak:.0f}", told(taken[-1][way].steps))
    return table


def _whole(warehouse: Warehouse, rows: int) -> Table:
    """A delivery from the sealed original to the ledger, once."""
    table = Table("the whole of a load", "rows", "s", "steps", title="sealed, checked, in the ledger")
    persons, events = find_contract("oapvd", "assistance"), find_contract("oij", "police_statistics")
    count = max(rows // SHARE_OF_PERSONS, 1)
    deliveries = [
        (events, rows, material.delivery_of_events(rows)),
        (persons, count, material.delivery_of_persons(persons, count)),
    ]
    for contract, number, content in deliveries:
        with warehouse.copy() as copy:
            seconds, taken = _loaded(copy, contract, content, number)
        table.add_row(contract.id, f"{number:,}", f"{seconds:.2f}", told(taken))
    return table


def _loaded(warehouse: Warehouse, contract: Contract, content: bytes, rows: int) -> tuple[float, dict[str, float]]:
    uri = warehouse.uri("faro_loader")
    (number,) = loading.receive(warehouse.settings, uri, contract, material.InMemory(content).open)
    with _watched() as taken:
        seconds = seconds_of(_loaded_rows, warehouse, uri, number, rows)
    return seconds, taken


def _loaded_rows(warehouse: Warehouse, uri: str, number: int, rows: int) -> None:
    load = loading.load(warehouse.settings, uri, number)
    if (load.state, load.accepted) != ("loaded", rows):
        raise RuntimeError("the delivery of the benchmark is not sound")


@contextmanager
def _watched() -> Iterator[dict[str, float]]:
    """The seconds of each step of a load."""
    taken: dict[str, float] = {}
    watched = {
        "unseal": (steps, "open_original"), "read and type": (steps, "parse_original"), "observed": (Door, "protect"),
        "tokens and work table": (WorkTable, "fill"), "checks": (steps, "_validated"),
        "raw": (WorkTable, "append_to_raw"), "observations": (Door, "admit"), "summary": (WorkTable, "summary"),
    }  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        for name, (owner, attribute) in watched.items():
            patch.setattr(owner, attribute, _timed(getattr(owner, attribute), name, taken))
        yield taken


def _timed(function: Callable[..., Any], name: str, taken: dict[str, float]) -> Callable[..., Any]:
    def timed(*given: Any, **stated: Any) -> Any:
        began = time.monotonic()
        try:
            return function(*given, **stated)
        finally:
            taken[name] = taken.get(name, 0.0) + time.monotonic() - began

    return timed


def _checks(warehouse: Warehouse, contract: Contract, file: Path, runs: int) -> Table:
    """The suite as Great Expectations runs it, beside the same checks as one query by hand."""
    from faro.validation.run import validate

    parsed = parse(file.read_bytes(), contract.layout(), file_name=file.name)
    work, uri = WorkTable(contract, 1), warehouse.uri("faro_loader")
    with warehouse.connect("faro_loader") as connection:
        work.fill(connection, Door(warehouse.settings, contract).protect(_ANY, parsed).raw)
        suite = len(validate(warehouse.settings, uri, connection, contract, work.name, 0).checks)
        by_hand, ours = zip(
            *(
                (
                    seconds_of(lambda: _by_hand(connection, work.name)),
                    seconds_of(lambda: validate(warehouse.settings, uri, connection, contract, work.name, 0)),
                )
                for _ in range(runs)
            ),
            strict=True,
        )
        work.drop(connection)
    return against("checks as SQL by hand", by_hand, f"{suite} checks, Great Expectations", ours)


#: The twenty checks of `load_material.COLUMNS` as somebody would write them: one pass, and one for the key.
_BY_HAND = """
    select count(*), count(*) filter (where code is null), count(*) filter (where code !~ '^[A-Z]+-[0-9]+$'),
        count(*) filter (where day is null), count(*) filter (where day >= current_date + 1),
        count(*) filter (where seen_at is null), count(*) filter (where seen_at >= current_date + 1),
        count(*) filter (where cases is null), count(*) filter (where cases not between 0 and 1000),
        count(*) filter (where rate not between 0 and 1), count(*) filter (where province is null),
        count(*) filter (where province not in ({provinces})), count(*) filter (where canton is null),
        count(*) filter (where canton !~ '^Cantón [0-9]+$'), count(*) filter (where service not in ({services})),
        count(*) filter (where outcome not in ({outcomes})), count(*) filter (where sex is null),
        count(*) filter (where sex not in ({sexes})),
        (select count(*) from (select code from {table} group by code having count(*) > 1) as repeated)
    from {table}
"""


def _by_hand(connection: psycopg.Connection, table: str) -> None:
    lists = {
        "provinces": material.PROVINCES,
        "services": material.SERVICES,
        "outcomes": material.OUTCOMES,
        "sexes": material.SEXES,
    }
    words = {name: SQL(", ").join(map(Literal, listed)) for name, listed in lists.items()}
    connection.execute(SQL(_BY_HAND).format(table=Identifier("work", table), **words)).fetchone()
