"""Ways from a delimited file into PostgreSQL, each in a process of its own: `python -m benchmarks.load_paths <way> …`.

All but the floor make tokens of three columns; Faro also recognises, types and checks what it reads.
"""

import csv
import hmac
import importlib
import importlib.util
import io
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl
import psycopg
from psycopg.sql import SQL, Identifier

from benchmarks.load_material import RING, contract_at
from faro.contracts import Contract
from faro.identity.protect import protect
from faro.loading.work_table import WorkTable
from faro.parsing.reading import parse
from faro.warehouse.raw_tables import typed

TOKENS = ("document_number", "full_name", "phone")
_AT_ONCE = 1 << 20
_URI = "FARO_BENCH_URI"
#: dlt would ask Airflow's variables for its settings, and wait for a host that counts its runs.
_ALONE = {"PROVIDERS__ENABLE_AIRFLOW_SECRETS": "false", "RUNTIME__DLTHUB_TELEMETRY": "false"}


@dataclass
class Task:
    """One load: where to, what, and the seconds of each step so far."""

    uri: str
    file: Path
    contract: Contract
    steps: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        began = time.monotonic()
        yield
        self.steps[name] = self.steps.get(name, 0.0) + time.monotonic() - began

    def connect(self) -> psycopg.Connection:
        return psycopg.connect(self.uri, autocommit=True, options="-c datestyle=ISO,DMY")

    def table(self, connection: psycopg.Connection, name: str) -> Identifier:
        """An empty table with the types of the contract."""
        table = Identifier("work", name)
        connection.execute(SQL("drop table if exists {}").format(table))
        columns = typed(self.contract.raw_columns)
        connection.execute(SQL("create unlogged table {} ({})").format(table, columns))
        return table


def floor(task: Task) -> None:
    """COPY of the file as it came."""
    with task.connect() as connection, task.step("COPY"):
        _copy(connection, task.table(connection, "floor"), task.file.open("rb"))


def faro(task: Task) -> None:
    """As a delivery is read, protected and put before the judge."""
    with task.step("read and type"):
        parsed = parse(task.file.read_bytes(), task.contract.layout(), file_name=task.file.name)
    with task.step("facts"):
        protected = protect(parsed.frame, task.contract, RING)
    with task.step("tokens and work table"), task.connect() as connection:
        WorkTable(task.contract, 0).fill(connection, protected.raw)


def _tokenised(task: Task) -> pl.DataFrame:
    """All columns as text, three of them as tokens."""
    with task.step("read"):
        frame = pl.read_csv(task.file, infer_schema=False)
    with task.step("tokens"):
        frame = frame.with_columns(pl.Series(name, _tokens(frame[name])) for name in TOKENS)
    return frame


def polars_adbc(task: Task) -> None:
    """Polars into ADBC; everything but the dates as text."""
    frame = _tokenised(task)
    with task.step("ADBC"):
        frame.write_database("work.adbc", task.uri, if_table_exists="replace", engine="adbc")


def pandas_copy(task: Task) -> None:
    """pandas' `to_sql` with its documented COPY callable."""
    import pandas
    import sqlalchemy

    with task.step("read"):
        frame = pandas.read_csv(task.file, dtype=str)
    with task.step("tokens"):
        for name in TOKENS:
            frame[name] = _tokens(frame[name])
    engine = sqlalchemy.create_engine(task.uri.replace("postgresql://", "postgresql+psycopg://"))

    def by_copy(table: object, connection: sqlalchemy.Connection, names: list[str], rows: Iterator[tuple]) -> None:
        buffer = io.StringIO()
        csv.writer(buffer).writerows(rows)
        raw: psycopg.Connection = connection.connection.driver_connection  # type: ignore[assignment]
        _copy(raw, Identifier("work", "pandas"), io.BytesIO(buffer.getvalue().encode()), header=False)

    with task.step("to_sql"):
        frame.to_sql("pandas", engine, schema="work", if_exists="replace", index=False, method=by_copy)


def dlt_arrow(task: Task) -> None:
    """dlt with an Arrow table."""
    import dlt

    frame = _tokenised(task)
    with task.step("dlt"):
        target = dlt.destinations.postgres(task.uri)
        folder = str(task.file.parent / "dlt")
        pipeline = dlt.pipeline("bench", destination=target, dataset_name="work", pipelines_dir=folder)
        pipeline.run(frame.to_arrow(), table_name="dlt", write_disposition="replace")


FLOOR, OURS = "COPY of the file as it came", "Faro: read, type, tokens, work table"
#: Way → what does it, and the packages that it needs.
WAYS: dict[str, tuple[Callable[[Task], None], tuple[str, ...]]] = {
    FLOOR: (floor, ()),
    OURS: (faro, ()),
    "Polars, ADBC": (polars_adbc, ("adbc_driver_postgresql", "pyarrow")),
    "pandas, COPY": (pandas_copy, ("pandas", "sqlalchemy")),
    "dlt, Arrow": (dlt_arrow, ("dlt", "pyarrow")),
}


@dataclass(frozen=True)
class Taken:
    """What one run took."""

    seconds: float
    peak_mb: float
    steps: dict[str, float]


def is_there(way: str) -> bool:
    """Whether what it needs is installed."""
    return all(importlib.util.find_spec(package) for package in WAYS[way][1])


def run(way: str, uri: str, file: Path, root: Path) -> Taken:
    """One load that way, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.load_paths", way, str(file), str(root)]
    # a password is no argument, which anybody could read
    environment = os.environ | _ALONE | {_URI: uri, "PYTHONPATH": os.pathsep.join(sys.path)}
    finished = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return Taken(**json.loads(finished.stdout.splitlines()[-1]))


def _copy(connection: psycopg.Connection, table: Identifier, source: io.BufferedIOBase, *, header: bool = True) -> None:
    command = SQL("copy {} from stdin (format csv, header {})").format(table, SQL("true" if header else "false"))
    with connection.cursor() as cursor, cursor.copy(command) as copy:
        while part := source.read(_AT_ONCE):
            copy.write(part)


def _tokens(values: object) -> list[str]:
    key = RING.keys[0].for_domain("document")
    return [hmac.digest(key, each.encode(), "sha256").hex() for each in values]  # type: ignore[attr-defined]


def main() -> None:
    way, file, root = sys.argv[1:]
    task, (go, packages) = Task(os.environ[_URI], Path(file), contract_at(Path(root))), WAYS[way]
    for package in packages:
        importlib.import_module(package)  # of a process that lives long
    began = time.monotonic()
    go(task)
    seconds = time.monotonic() - began
    (peak,) = re.findall(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text())
    print(json.dumps({"seconds": seconds, "peak_mb": int(peak) / 1024, "steps": task.steps}))


if __name__ == "__main__":
    main()
