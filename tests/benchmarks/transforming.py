"""Transforming histories of growing size: all of one anew, and the night after a delivery of one in a hundred records.

What runs is what the scheduler runs: the work that the ledger asks for, layer by layer, with its tests.
"""

import math
import tempfile
import threading
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import psutil
import psycopg
from filled_warehouse import fill
from private_warehouse import Warehouse, private_warehouse
from psycopg.sql import SQL, Composed, Identifier
from rich.table import Table
from running_stack import free_ports
from simulated_country import frames_of

from faro import transformation
from faro.contracts import Contract, all_contracts, find_contract
from faro.parsing import parse
from faro.simulation.country import Country
from faro.simulation.synthetic import oij

SCALES = (1, 10, 100)
SMALLEST: dict[str, Any] = {"scales": [1], "until": date(2019, 12, 31), "repeated": 2}
_STATISTICS = ("oij", "police_statistics")
#: Equal rows are different victims: with so many of each, scale 1 is about a hundred thousand rows.
_REPEATED = 50
#: Rows of one copy of the country are numbered within this.
_COPY = 1_000_000
#: Loads of a night are numbered from here.
_NIGHT = 100_000
_SECONDS_BETWEEN_LOOKS = 0.25
_ONE_IN_A_HUNDRED = SQL("_row_number % 100 = 1")


@dataclass(frozen=True)
class Run:
    """One transformation: raw rows that it read, seconds, most memory at once in bytes, models that failed."""

    rows: int
    seconds: float
    memory: int
    failed: int


def measure(scales: Sequence[int] = SCALES, until: date | None = None, repeated: int = _REPEATED) -> Table:
    """Per scale a build of everything and one of the night after it; ratios and slopes against the first scale.

    What is transformed can be made smaller: a country whose history ends on a day, each police report so many times.
    """
    table = Table(
        "build", "scale", "raw rows", "s", "MiB", "x first", "slope", "failed", title="Transforming a history"
    )
    first: dict[str, Run] = {}
    with (
        tempfile.TemporaryDirectory(prefix="faro-bench-") as folder,
        private_warehouse(Path(folder) / "home", free_ports(1)[0]) as warehouse,
    ):
        _fill(warehouse, Country(until=until), repeated)
        for scale in scales:
            with warehouse.copy() as copy:
                for build, run in _builds(copy, scale, Path(folder) / f"scale {scale}"):
                    base = first.setdefault(build, run)
                    table.add_row(build, str(scale), *_figures(base, run))
    table.caption = "Slope 0: the time does not follow the rows; 1: it grows as they do. Memory: PostgreSQL and dbt."
    return table


def _figures(base: Run, run: Run) -> list[str]:
    ratio, memory = run.seconds / base.seconds, run.memory / 2**20
    return [f"{run.rows:,}", f"{run.seconds:.1f}", f"{memory:,.0f}", f"{ratio:.2f}", _slope(base, run), f"{run.failed}"]


def _slope(base: Run, run: Run) -> str:
    """The power of the rows with which the time grows."""
    if run.rows == base.rows:
        return "—"
    return f"{math.log(run.seconds / base.seconds) / math.log(run.rows / base.rows):.2f}"


def _builds(warehouse: Warehouse, scale: int, home: Path) -> Iterator[tuple[str, Run]]:
    with warehouse.connect() as connection:
        _multiply(connection, scale)
    yield "full", _transform(warehouse, home)
    with warehouse.connect() as connection:
        _deliver(connection)
    yield "nightly", _transform(warehouse, home)


def _transform(warehouse: Warehouse, home: Path) -> Run:
    settings = warehouse.settings.model_copy(update={"home": home})
    uri, began = warehouse.uri("faro_transformer"), time.monotonic()
    with _memory() as most:
        work = transformation.next_work(settings, uri)
        if work is None:
            raise AssertionError("there is nothing to transform")
        built = transformation.build(settings, uri, work).values()
        transformation.record(uri, work)
    failed = sum(each.failed + each.held for each in built)
    return Run(_raw_rows(warehouse), time.monotonic() - began, most[0], failed)


@contextmanager
def _memory() -> Iterator[list[int]]:
    """The most memory that the programs started here use at once; what they share counts once."""
    most, done = [0], threading.Event()

    def look() -> None:
        while not done.wait(_SECONDS_BETWEEN_LOOKS):
            most[0] = max(most[0], sum(map(_share, psutil.Process().children(recursive=True))))

    watch = threading.Thread(target=look)
    watch.start()
    try:
        yield most
    finally:
        done.set()
        watch.join()


def _share(process: psutil.Process) -> int:
    """Its own memory and its part of what it shares; none of a process that ended meanwhile."""
    try:
        return int(process.memory_full_info().pss)
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return 0


def _fill(warehouse: Warehouse, country: Country, repeated: int) -> None:
    """The country once, each record about its person, and the police statistics."""
    fill(warehouse, frames_of(country), country.truth())
    contract = find_contract(*_STATISTICS)
    rows = parse(oij.content(), contract.layout(), file_name="statistics.csv").frame
    names = [column.name for column in contract.raw_columns]
    with warehouse.connect() as connection:
        _write_statistics(connection, contract, pl.concat([rows.select(names)] * repeated))


def _write_statistics(connection: psycopg.Connection, contract: Contract, rows: pl.DataFrame) -> None:
    (load_id,) = connection.execute("select max(load_id) + 1 from ops.load").fetchone() or (1,)
    _write_ledger(connection, load_id, contract, len(rows))
    rows = rows.with_row_index("_row_number", offset=1)
    rows = rows.with_columns(_load_id=pl.lit(load_id), _sha256=pl.lit(str(load_id)))
    columns = SQL(", ").join(map(Identifier, rows.columns))
    statement = SQL("copy {} ({}) from stdin (format csv)").format(_raw(contract), columns)
    with connection.cursor().copy(statement) as copy:
        copy.write(rows.write_csv(include_header=False).encode())


def _multiply(connection: psycopg.Connection, scale: int) -> None:
    """That many countries beside each other, each with its own records and persons."""
    for contract in _filled(connection):
        numbers = [column.name for column in contract.raw_columns if _is_number(column.name)]
        connection.execute(
            SQL(
                "insert into {table} (_load_id, _row_number, _sha256, {columns})"
                " select _load_id, _row_number + copy * {size}, _sha256, {values}"
                " from {table} cross join generate_series(1, {copies}) as copy"
            ).format(
                table=_raw(contract),
                columns=_columns(contract),
                values=_values(contract, numbers, SQL("'-' || copy")),
                size=_COPY,
                copies=scale - 1,
            )
        )
        connection.execute(
            SQL(
                "update ops.load set (delivered, accepted) = (select count(*), count(*) from {}"
                " where _load_id = load_id) where (institution, dataset) = (%s, %s)"
            ).format(_raw(contract)),
            [contract.institution, contract.dataset],
        )
    connection.execute(
        "insert into identity.person select load_id, row_number + copy * %s, person_key || '-' || copy"
        " from identity.person cross join generate_series(1, %s) as copy",
        [_COPY, scale - 1],
    )
    connection.execute("vacuum analyze")


def _deliver(connection: psycopg.Connection) -> None:
    """One new record for a hundred that there are, of every dataset and about the same persons, in new loads."""
    for contract in _filled(connection):
        load_id, rows = connection.execute(
            SQL("select max(_load_id), count(*) from {} where {}").format(_raw(contract), _ONE_IN_A_HUNDRED)
        ).fetchone() or (0, 0)
        _write_ledger(connection, load_id + _NIGHT, contract, rows)
        numbers = [name for name in contract.key if _is_number(name)]
        connection.execute(
            SQL(
                "insert into {table} (_load_id, _row_number, _sha256, {columns})"
                " select _load_id + {night}, _row_number, _sha256 || '-night', {values} from {table} where {chosen}"
            ).format(
                table=_raw(contract),
                columns=_columns(contract),
                values=_values(contract, numbers, SQL("'-night'")),
                night=_NIGHT,
                chosen=_ONE_IN_A_HUNDRED,
            )
        )
    connection.execute(
        "insert into identity.person select load_id + %s, row_number, person_key from identity.person"
        " where row_number %% 100 = 1",
        [_NIGHT],
    )


def _filled(connection: psycopg.Connection) -> list[Contract]:
    held = set(connection.execute("select institution || '/' || dataset from ops.load").fetchall())
    return [contract for contract in all_contracts() if (contract.id,) in held]


def _is_number(name: str) -> bool:
    """Whether a column numbers records, this register's or another one's."""
    return name.endswith("_number") and name != "document_number"


def _columns(contract: Contract) -> Composed:
    return SQL(", ").join(Identifier(column.name) for column in contract.raw_columns)


def _values(contract: Contract, numbers: Collection[str], suffix: SQL) -> Composed:
    """The columns as they are, and the numbers with a suffix."""
    return SQL(", ").join(
        SQL("{} || {}").format(Identifier(column.name), suffix) if column.name in numbers else Identifier(column.name)
        for column in contract.raw_columns
    )


def _raw_rows(warehouse: Warehouse) -> int:
    ((rows,),) = warehouse.rows("select sum(accepted)::bigint from ops.load")
    return int(rows)


def _write_ledger(connection: psycopg.Connection, load_id: int, contract: Contract, rows: int) -> None:
    who = [contract.institution, contract.dataset]
    connection.execute(
        "insert into ops.delivery (delivery_id, institution, dataset, source_name, source_version, sha256, bytes,"
        " route, outcome) overriding system value values (%s, %s, %s, 'all', '1', %s, 1, 'sftp', 'new')",
        [load_id, *who, str(load_id)],
    )
    connection.execute(
        "insert into ops.load (load_id, institution, dataset, sha256, state, contract_version, delivered, accepted,"
        " quarantined) values (%s, %s, %s, %s, 'loaded', '1', %s, %s, 0)",
        [load_id, *who, str(load_id), rows, rows],
    )


def _raw(contract: Contract) -> Identifier:
    return Identifier(f"raw_{contract.institution}", contract.dataset)
