"""History against what the warehouse had in force on each day, and against a plain model of both its times.

Loads come in any order of versions, bring some again, correct rows that were held back, and are withdrawn.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import psycopg
import pytest
from private_warehouse import Warehouse
from running_dbt import run_dbt

from faro.contracts import find_contract

pytestmark = pytest.mark.slow

HERE = ZoneInfo("America/Costa_Rica")
FIRST, WRITTEN = date(2026, 1, 1), date(2025, 1, 1)
DAYS = [FIRST + timedelta(days=number) for number in range(40)]
RECORDS, LOADS = 60, 24
OUTCOMES = {None: "pending", "Acreditada": "accredited", "No acreditada": "not_accredited"}


@dataclass(frozen=True)
class Version:
    """A row of a load; `place` is the row that it stands for, its own or one that was held back."""

    load: int
    row: int
    place: tuple[int, int]
    number: str
    outcome: str | None
    is_withdrawn: bool
    updated_on: date

    @property
    def resolved_on(self) -> date | None:
        return self.updated_on if self.outcome else None


@dataclass(frozen=True)
class Load:
    number: int
    finished_at: datetime
    withdrawn_at: datetime | None
    versions: tuple[Version, ...]
    held: int

    def counts_on(self, day: date) -> bool:
        """At the end of that day."""
        return self.finished_at.date() <= day and not (self.withdrawn_at and self.withdrawn_at.date() <= day)


def told(chance: random.Random) -> list[Load]:
    """Each load has three rows that are held back; later loads correct some of them, a few more than once."""
    loads: list[Load] = []
    for number in range(1, LOADS + 1):
        day = FIRST + timedelta(days=number - chance.randrange(2))
        finished = datetime.combine(day, time(2 * (number % 2) + 3), HERE)
        later = finished + timedelta(days=chance.randrange(9), hours=1)
        withdrawn = later if chance.random() < 0.25 else None
        corrected = [(load.number, chance.randrange(90, 93)) for load in loads if load.held and chance.random() < 0.15]
        places = [(number, row) for row in range(chance.randrange(1, 40))] + corrected
        versions = tuple(version(chance, number, row, place) for row, place in enumerate(places))
        loads.append(Load(number, finished, withdrawn, versions, held=3))
    return loads


def version(chance: random.Random, load: int, row: int, place: tuple[int, int]) -> Version:
    return Version(
        load,
        row,
        place,
        f"R{chance.randrange(RECORDS)}",
        chance.choice(list(OUTCOMES)),
        chance.random() < 0.15,
        WRITTEN + timedelta(days=chance.randrange(8)),
    )


@pytest.fixture(scope="module")
def loads() -> list[Load]:
    return told(random.Random(9095))


@pytest.fixture(scope="module")
def connection(coded: Warehouse, loads: list[Load]) -> Iterator[psycopg.Connection]:
    """A warehouse that was told all of it, transformed once."""
    with coded.copy() as copy:
        with copy.connect() as connection:
            for load in loads:
                write(connection, load)
            for load in loads:
                withdraw(connection, load)
        run_dbt(copy, "run", "--select", "+hist_accreditation")
        with copy.connect() as connection:
            yield connection


def write(connection: psycopg.Connection, load: Load) -> None:
    contract = find_contract("eri", "resolutions")
    count = len(load.versions)
    with connection.transaction(), connection.cursor() as cursor:
        cursor.execute(
            "insert into ops.delivery (delivery_id, institution, dataset, source_name, source_version, sha256, bytes,"
            " route, outcome) overriding system value values (%s, %s, %s, 'f', 'v', %s, 1, 'postgres', 'new')",
            [load.number, contract.institution, contract.dataset, str(load.number)],
        )
        cursor.execute(
            "insert into ops.load (load_id, institution, dataset, sha256, state, contract_version, delivered, accepted,"
            " quarantined, finished_at) values (%s, %s, %s, %s, 'loaded', '1', %s, %s, %s, %s)",
            [load.number, contract.institution, contract.dataset, str(load.number), count + load.held, count, load.held,
             load.finished_at],
        )  # fmt: skip
        cursor.executemany(
            "insert into quarantine.row values (%s, %s, %s, %s, '[]')",
            [(load.number, contract.institution, contract.dataset, 90 + row) for row in range(load.held)],
        )
        cursor.executemany(
            "insert into raw_eri.resolutions (_load_id, _row_number, _sha256, resolution_number, known_on, resolved_on,"
            " outcome, updated_on, record_status) values (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                (each.load, each.row, str(each.load), each.number, WRITTEN, each.resolved_on, each.outcome,
                 each.updated_on, "Anulado" if each.is_withdrawn else "Vigente")
                for each in load.versions
            ],
        )  # fmt: skip
        cursor.executemany(
            "insert into ops.correction values (%s, %s, %s, %s)",
            [(*each.place, each.load, each.row) for each in load.versions if each.place != (each.load, each.row)],
        )


def withdraw(connection: psycopg.Connection, load: Load) -> None:
    if load.withdrawn_at:
        connection.execute(
            "insert into ops.change (kind, load_id, row_count, reason, changed_at)"
            " values ('withdrawal', %s, 0, '-', %s)",
            [load.number, load.withdrawn_at],
        )


def history_on(connection: psycopg.Connection, known: date, valid: date) -> dict[str, str]:
    """Number → outcome."""
    return dict(
        connection.execute(
            "select resolution_number, outcome from exact.hist_accreditation"
            " where known_from <= %(known)s and (known_to is null or known_to > %(known)s)"
            " and valid_from <= %(valid)s and (valid_to is null or valid_to > %(valid)s)",
            {"known": known, "valid": valid},
        ).fetchall()
    )


def model_on(loads: list[Load], known: date, valid: date) -> dict[str, str]:
    """The newest version, by the day on which it was written and then by place and load, of those that count."""
    counting = [load for load in loads if load.counts_on(known)]
    numbers = {load.number for load in counting}
    newest = {each.place: each for load in counting for each in load.versions if each.place[0] in numbers}
    ordered = sorted(newest.values(), key=lambda each: (each.updated_on, each.place[0], each.load, each.row))
    last = {each.number: each for each in ordered if each.updated_on <= valid}
    return {number: OUTCOMES[each.outcome] for number, each in last.items() if not each.is_withdrawn}


def test_loads_are_corrected_and_withdrawn(loads: list[Load]) -> None:
    corrections = [each.place for load in loads for each in load.versions if each.place != (each.load, each.row)]
    assert len(corrections) > len(set(corrections)) > 0
    assert sum(load.withdrawn_at is not None for load in loads) > 2


def test_what_was_in_force_on_each_day_is_known(connection: psycopg.Connection) -> None:
    for day in DAYS:
        end = datetime.combine(day, time(23, 59, 59), HERE)
        rows = connection.execute("select resolution_number, outcome from raw_eri.resolutions_as_of(%s)", [end])
        in_force = {number: OUTCOMES[outcome] for number, outcome in rows.fetchall()}
        assert history_on(connection, day, date.max) == in_force, day


def test_what_was_known_of_an_earlier_day_is_known(connection: psycopg.Connection, loads: list[Load]) -> None:
    for known in DAYS:
        for valid in (WRITTEN + timedelta(days=number) for number in range(-1, 9)):
            assert history_on(connection, known, valid) == model_on(loads, known, valid), (known, valid)


def test_no_two_states_of_a_record_hold_at_once(connection: psycopg.Connection) -> None:
    overlapping = """
        select count(*) from exact.hist_accreditation as one join exact.hist_accreditation as other
            using (resolution_number)
        where (one.valid_from, one.known_from) < (other.valid_from, other.known_from)
            and daterange(one.valid_from, one.valid_to) && daterange(other.valid_from, other.valid_to)
            and daterange(one.known_from, one.known_to) && daterange(other.known_from, other.known_to)
    """
    assert connection.execute(overlapping).fetchone() == (0,)
