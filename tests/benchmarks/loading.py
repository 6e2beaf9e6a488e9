"""Parsing and loading a delivery against the floor: PostgreSQL's COPY of the same file, unparsed."""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from rich.table import Table
from running_stack import stack_environment

from faro.contracts import find_contract
from faro.loading.work_table import WorkTable
from faro.parsing import parse
from faro.settings import Settings
from faro.simulation.synthetic import oij
from faro.stack import postgres
from faro.stack.services import service
from faro.stack.supervision import Supervision
from faro.warehouse import prepare

ROWS = 200_000
PAIRS = 3


def measure() -> Table:
    """Medians of alternating runs, and the median of the ratios within each pair."""
    with tempfile.TemporaryDirectory(prefix="faro-bench-") as folder, _database(Path(folder)) as uri:
        file = _delivery(Path(folder))
        pairs = [(_seconds(lambda: _floor(uri, file)), _seconds(lambda: _faro(uri, file))) for _ in range(PAIRS)]
    floor, ours = (statistics.median(run) for run in zip(*pairs, strict=True))
    ratio = statistics.median(own / least for least, own in pairs)
    table = Table("path", "median s", "x floor", title=f"{ROWS:,} rows x 14 columns, {PAIRS} alternating pairs")
    table.add_row("COPY of the unparsed file", f"{floor:.2f}", "1")
    table.add_row("parse, type and COPY", f"{ours:.2f}", f"{ratio:.2f}")
    return table


def _delivery(folder: Path) -> Path:
    """The synthetic police statistics, repeated."""
    header, *rows = oij.content().splitlines(keepends=True)
    file = folder / "delivery.csv"
    file.write_bytes(header + b"".join(rows[number % len(rows)] for number in range(ROWS)))
    return file


def _floor(uri: str, file: Path) -> None:
    columns = ", ".join(f"c{number} text" for number in range(len(oij.HEADER)))
    with psycopg.connect(uri) as connection, connection.cursor() as cursor:
        cursor.execute("drop table if exists work.floor")
        cursor.execute(f"create unlogged table work.floor ({columns})")
        with cursor.copy("copy work.floor from stdin (format csv, header)") as copy:
            copy.write(file.read_bytes())


def _faro(uri: str, file: Path) -> None:
    contract = find_contract("oij", "police_statistics")
    WorkTable(contract, 0).fill(uri, parse(file, contract.layout(), file_name=file.name).frame)


def _seconds(run: Callable[[], None]) -> float:
    began = time.monotonic()
    run()
    return time.monotonic() - began


@contextmanager
def _database(folder: Path) -> Iterator[str]:
    """An embedded PostgreSQL of its own with the warehouse in it; yields the loader's URI."""
    settings = Settings(home=folder / "state", postgres_port=int(stack_environment(folder)["FARO_POSTGRES_PORT"]))
    supervision = Supervision(settings)
    postgres.initialise(settings)
    supervision.start_manager()
    try:
        supervision.start(service(settings, "postgres"))
        supervision.wait(service(settings, "postgres"))
        postgres.create_databases(settings)
        prepare(postgres.uri(settings, "postgres"))
        yield postgres.uri(settings, "faro_loader")
    finally:
        supervision.shut_down()
