"""Which rows are in force at a moment: the four relations between deliveries against a plain model of each."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from private_warehouse import Warehouse
from properties import examples
from synthetic_contracts import INSTITUTION, column, synthetic_contract

from faro.contracts import Contract
from faro.warehouse.raw_tables import definitions

START = datetime(2024, 1, 1, tzinfo=UTC)

Row = tuple[date, str | None, int]


@dataclass(frozen=True)
class Delivered:
    """One load: its rows, whether it was accepted, and when it ended."""

    number: int
    rows: Sequence[Row]
    is_accepted: bool

    @property
    def finished_at(self) -> datetime:
        return START + timedelta(days=self.number)


def all_rows(loads: Sequence[Delivered]) -> list[Row]:
    return [row for load in loads for row in load.rows]


def newest_per_key(loads: Sequence[Delivered]) -> list[Row]:
    """Two columns are the key; within a delivery the later row wins."""
    newest = {(day, code): (day, code, figure) for load in loads for day, code, figure in load.rows}
    return list(newest.values())


def newest_per_month(loads: Sequence[Delivered]) -> list[Row]:
    """A delivery replaces every month from its first to its last, also those for which it has no row."""
    in_force: list[Row] = []
    for load in loads:
        if load.rows:
            first, last = (pick(row[0] for row in load.rows).replace(day=1) for pick in (min, max))
            in_force = [row for row in in_force if not first <= row[0].replace(day=1) <= last]
            in_force += load.rows
    return in_force


def newest_edition(loads: Sequence[Delivered]) -> list[Row]:
    return list(loads[-1].rows) if loads else []


def newest_version_per_key(loads: Sequence[Delivered]) -> list[Row]:
    """The figure is the key and the day the version; the code `b` takes a record out of force."""
    versions = [(row[0], load.number, position, row) for load in loads for position, row in enumerate(load.rows)]
    newest = {row[2]: row for *_, row in sorted(versions, key=lambda version: version[:3])}
    return [row for row in newest.values() if row[1] != "b"]


RELATIONS = {
    "newRows": ({"type": "newRows"}, all_rows),
    "keyedChanges": ({"type": "keyedChanges"}, newest_per_key),
    "versioned": (
        {"type": "keyedChanges", "version": "day", "withdrawn": {"column": "code", "value": "B"}},
        newest_version_per_key,
    ),
    "periodReplacement": ({"type": "periodReplacement", "column": "day", "granularity": "month"}, newest_per_month),
    "fullEdition": ({"type": "fullEdition"}, newest_edition),
}


@pytest.fixture(scope="module")
def contracts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Contract]:
    root = tmp_path_factory.mktemp("contracts")
    return {
        name: synthetic_contract(root, name.lower(), keyed_by(name), stated) for name, (stated, _) in RELATIONS.items()
    }


def keyed_by(relation: str) -> list[dict]:
    names = ["figure"] if relation == "versioned" else ["day", "code"]
    key = {name: {"primaryKey": True, "primaryKeyPosition": place} for place, name in enumerate(names, 1)}
    kinds = {"day": "date", "code": "string", "figure": "integer"}
    return [column(name, kind, **key.get(name, {})) for name, kind in kinds.items()]


@pytest.fixture(scope="module")
def connection(warehouse: Warehouse, contracts: dict[str, Contract]) -> Iterator[psycopg.Connection]:
    """Tables of the synthetic contracts in a database of their own; nothing is ever committed."""
    with warehouse.copy() as copy, psycopg.connect(copy.uri("postgres")) as connection:
        for contract in contracts.values():
            for statement in definitions(contract):
                connection.execute(statement)
        connection.commit()
        yield connection
        connection.rollback()


def write(connection: psycopg.Connection, contract: Contract, load: Delivered) -> None:
    place = {"institution": INSTITUTION, "dataset": contract.dataset}
    connection.execute(
        "insert into ops.delivery (delivery_id, institution, dataset, source_name, source_version, sha256, bytes,"
        " route, outcome) overriding system value"
        " values (%(id)s, %(institution)s, %(dataset)s, 'f', 'v', %(sha)s, 1, 'sftp', 'new')",
        {**place, "sha": f"{load.number}", "id": load.number},
    )  # fmt: skip
    months = [row[0].replace(day=1) for row in load.rows]
    is_period = contract.relation.type == "periodReplacement" and months and load.is_accepted
    connection.execute(
        "insert into ops.load values (%(id)s, %(institution)s, %(dataset)s, %(sha)s, %(state)s, 'v1', '1', %(count)s,"
        " %(accepted)s, %(quarantined)s, %(first)s, %(last)s, %(moment)s)",
        {
            **place,
            "id": load.number,
            "sha": f"{load.number}",
            "state": "loaded" if load.is_accepted else "rejected",
            "count": len(load.rows),
            "accepted": len(load.rows) if load.is_accepted else 0,
            "quarantined": 0 if load.is_accepted else len(load.rows),
            "first": min(months) if is_period else None,
            "last": max(months) if is_period else None,
            "moment": load.finished_at,
        },
    )
    if load.is_accepted:
        with connection.cursor() as cursor:
            cursor.executemany(
                f"insert into raw_{INSTITUTION}.{contract.dataset} values (%s, %s, '', %s, %s, %s)",
                [(load.number, position, *row) for position, row in enumerate(load.rows, 1)],
            )


DAYS = st.dates(date(2023, 11, 1), date(2024, 3, 28))
ROWS = st.tuples(DAYS, st.sampled_from(["a", "b", None]), st.integers(0, 3))
LOADS = st.lists(st.tuples(st.lists(ROWS, max_size=5), st.sampled_from([True, True, True, False])), max_size=5)


@pytest.mark.parametrize("name", RELATIONS)
@examples(40, keeps_fixtures=True)
@given(plan=LOADS)
def test_any_sequence_of_loads_answers_for_every_moment(
    connection: psycopg.Connection, contracts: dict[str, Contract], name: str, plan: list
) -> None:
    contract, model = contracts[name], RELATIONS[name][1]
    loads = [Delivered(number, rows, accepted) for number, (rows, accepted) in enumerate(plan, 1)]
    with connection.transaction(force_rollback=True):
        for load in loads:
            write(connection, contract, load)
        for moment in range(len(loads) + 1):
            until = [load for load in loads if load.is_accepted and load.number <= moment]
            expected = ordered(model(until))
            assert in_force(connection, contract, START + timedelta(days=moment, hours=1)) == expected
        accepted = [load for load in loads if load.is_accepted]
        current = connection.execute(f"select day, code, figure from raw_{INSTITUTION}.{name.lower()}_current")
        assert ordered(current.fetchall()) == ordered(model(accepted))


def in_force(connection: psycopg.Connection, contract: Contract, moment: datetime) -> list[Row]:
    query = f"select day, code, figure from raw_{INSTITUTION}.{contract.dataset}_as_of(%s)"
    return ordered(connection.execute(query, [moment]).fetchall())


def ordered(rows: Sequence[Row]) -> list[Row]:
    order: Callable[[Row], tuple] = lambda row: (row[0], row[1] or "", row[2])  # noqa: E731
    return sorted(map(tuple, rows), key=order)


@pytest.mark.parametrize("granularity", ["day", "year"])
def test_a_period_may_be_a_day_or_a_year(own_warehouse: Warehouse, tmp_path: Path, granularity: str) -> None:
    relation = {"type": "periodReplacement", "column": "day", "granularity": granularity}
    contract = synthetic_contract(tmp_path, "figures", [column("day", "date"), column("figure", "integer")], relation)
    with own_warehouse.connect() as connection:
        for statement in definitions(contract):
            connection.execute(statement)
        for number, day in ((1, "2024-03-01"), (2, "2024-03-02"), (3, "2024-12-31")):
            period = "2024-01-01" if granularity == "year" else day
            connection.execute(
                "insert into ops.delivery"
                " (institution, dataset, source_name, source_version, sha256, bytes, route, outcome)"
                f" values ('prueba', 'figures', 'f', 'v', '{number}', 1, 'sftp', 'new');"
                f"insert into ops.load values ({number}, 'prueba', 'figures', '{number}', 'loaded', 'v1', '1', 1, 1, 0,"
                f" '{period}', '{period}', now());"
                f"insert into raw_prueba.figures values ({number}, 1, '', '{day}', {number})"
            )  # fmt: skip
        rows = connection.execute("select figure from raw_prueba.figures_current order by figure").fetchall()
    assert rows == ([(3,)] if granularity == "year" else [(1,), (2,), (3,)])
