"""Linking a night's delivery onto histories of growing size: the cost must follow the delivery, not the history."""

import itertools
import statistics
import tempfile
import time
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import psycopg
from private_warehouse import Warehouse, private_warehouse
from rich.table import Table
from running_stack import free_ports

from faro.contracts import Contract, find_contract
from faro.identity.keys import Key, KeyRing
from faro.identity.observing import observations_of
from faro.identity.writing import write_observations
from faro.linkage import resolve

SCALES = (1, 10, 100)
HISTORY = 5_000  #: records at scale 1
DELIVERY = 500
NIGHTS = 3
SMALLEST = {"scales": [1], "history": 250}
RING = KeyRing((Key("k1", b"a key of these measurements, and of nothing else"),))
_PORTION = 25_000
_RECORDS_OF_A_PERSON = 2.5
_DATASET = ("pani", "protection_measures")
#: A tenth of the numbers that a cédula may have: those in use lie close together.
_DOCUMENTS = 70_000_000
_SYLLABLES = [a + b for a in "bcdfglmnprstvz" for b in "aeiou"]
_NAMES = ["".join(each) for each in itertools.islice(itertools.product(_SYLLABLES, repeat=3), 0, 340_000, 17)]
_PLACES = [[f"province {n % 7}", f"canton {n}"] for n in range(82)]


def measure(scales: Sequence[int] = SCALES, history: int = HISTORY) -> Table:
    """Median of some nights per scale, and its ratio to the smallest history, which has that many records."""
    medians: list[float] = []
    table = Table("records in force", "median s", "x scale 1", "compared", title=f"Linking {DELIVERY} new records")
    with (
        tempfile.TemporaryDirectory(prefix="faro-bench-") as folder,
        private_warehouse(Path(folder) / "home", free_ports(1)[0]) as warehouse,
    ):
        for scale in scales:
            with warehouse.copy() as copy:
                seconds, compared = _nights(copy, history * scale)
            medians.append(seconds)
            table.add_row(f"{history * scale:,}", f"{seconds:.2f}", f"{seconds / medians[0]:.2f}", f"{compared:,.0f}")
    return table


def _nights(warehouse: Warehouse, history: int) -> tuple[float, float]:
    """Median seconds and pairs compared of some nights onto one history of that many records."""
    people = People(history)
    with warehouse.connect() as connection:
        for start in range(0, history, _PORTION):
            load_id = _deliver(connection, people.rows(min(_PORTION, history - start)))
            _settle(connection, load_id)
        seconds, compared = [], []
        for _ in range(NIGHTS):
            _deliver(connection, people.rows(DELIVERY))
            began = time.monotonic()
            found = resolve(warehouse.uri("faro_resolver"), lambda record: record)
            seconds.append(time.monotonic() - began)
            compared.append(found.compared if found else 0)
    return statistics.median(seconds), statistics.median(compared)


class People:
    """A population as large as its records need; names as frequent as names are, documents dense as registers are."""

    def __init__(self, records: int) -> None:
        self._draw = np.random.default_rng(records)
        count = int(records / _RECORDS_OF_A_PERSON)
        self.given = self._names(count, 400)
        self.first, self.second = self._names(count, 3_000), self._names(count, 3_000)
        self.born = self._draw.integers(0, 365 * 60, count)
        self.document = self._draw.choice(_DOCUMENTS, count, replace=False) + 10**8
        self.has_document = self._draw.random(count) < 0.8
        self.place = self._draw.integers(0, len(_PLACES), count)

    def _names(self, count: int, size: int) -> np.ndarray:
        """Shares that fall with the rank, as those of names do."""
        shares = 1 / np.arange(10, size + 10)
        return self._draw.choice(np.array(_NAMES[:size]), count, p=shares / shares.sum())

    def rows(self, count: int) -> pl.DataFrame:
        """Facts of that many records about people drawn from all; some say less than is known."""
        drawn = self._draw.integers(0, len(self.born), count)
        is_known = self.has_document[drawn] & (self._draw.random(count) < 0.95)
        first, second, given = self.first[drawn], self.second[drawn], self.given[drawn]
        return pl.DataFrame(
            {
                "person": drawn, "given": given, "first_surname": first, "second_surname": second,
                "surnames": [f"{a} {b}" for a, b in zip(first, second, strict=True)],
                "names": [" ".join(each) for each in zip(given, first, second, strict=True)],
                "birth": [date(1950, 1, 1) + timedelta(days=int(day)) for day in self.born[drawn]],
                "document": [str(number) if known else None
                             for number, known in zip(self.document[drawn], is_known, strict=True)],
                "document_kind": ["cedula" if known else None for known in is_known],
                "phone": pl.Series([None] * count, dtype=pl.String),
                "places": [_PLACES[place] for place in self.place[drawn]],
                "sex": ["woman"] * count, "nationality": ["CRI"] * count,
            }
        )  # fmt: skip


def _deliver(connection: psycopg.Connection, facts: pl.DataFrame) -> int:
    """A load of these facts; its number."""
    contract = find_contract(*_DATASET)
    with connection.transaction():
        (load_id,) = connection.execute(
            "insert into ops.delivery (institution, dataset, source_name, source_version, sha256, bytes, route,"
            " outcome) values (%s, %s, '', '', gen_random_uuid(), 0, 'sftp', 'new') returning delivery_id", _DATASET
        ).fetchone() or (0,)  # fmt: skip
        connection.execute(
            "insert into ops.load (load_id, institution, dataset, sha256, state, contract_version, delivered, accepted,"
            " quarantined) select delivery_id, institution, dataset, sha256, 'loaded', '1', 0, 0, 0 from ops.delivery"
            " where delivery_id = %s", [load_id]
        )  # fmt: skip
        write_observations(connection, load_id, _observations(contract, facts, load_id), ())
        connection.execute(
            "create table if not exists work.truth (load_id bigint, row_number bigint, person bigint,"
            " primary key (load_id, row_number))"
        )
        with connection.cursor().copy("copy work.truth from stdin") as copy:
            for number, person in enumerate(facts["person"].to_list()):
                copy.write_row([load_id, number, person])
    return int(load_id)


def _observations(contract: Contract, facts: pl.DataFrame, load_id: int) -> pl.DataFrame:
    count = len(facts)
    version = pl.Series("updated_on", [date(2026, 1, 1)] * count)
    status = pl.Series("record_status", ["Vigente"] * count)
    frame = pl.DataFrame([pl.Series("_row_number", range(count), dtype=pl.Int64), version, status])
    keys = pl.Series("record_key", [f"{load_id}-{number}" for number in range(count)])
    return observations_of(frame, contract, RING, keys, facts)


def _settle(connection: psycopg.Connection, load_id: int) -> None:
    """A load of history as the resolver leaves it: persons, and links from each record to the one before."""
    connection.execute(
        "insert into identity.person select load_id, row_number, 'person ' || person"
        " from work.truth where load_id = %s",
        [load_id],
    )
    connection.execute(
        "insert into identity.link select a_load, a_row, load_id, row_number, 40, array['document=same'] from ("
        " select *, lag(load_id) over own as a_load, lag(row_number) over own as a_row from work.truth"
        " where person in (select person from work.truth where load_id = %(load)s)"
        " window own as (partition by person order by load_id, row_number)) as chained"
        " where load_id = %(load)s and a_load is not null",
        {"load": load_id},
    )
    connection.execute("insert into identity.resolved_load select %s, %s, %s", [load_id, *_DATASET])
