"""What differs between two editions, against a plain model: equal rows cancel out, the rest is paired key by key."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import zip_longest

import psycopg
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from private_warehouse import Warehouse
from properties import examples
from synthetic_contracts import column, synthetic_contract

from faro.contracts import Contract
from faro.warehouse.raw_tables import definitions

Row = tuple[str | None, int | None, int | None, str | None]
Change = tuple[str, str | None, int | None, str, str]


@pytest.fixture(scope="module")
def contract(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    columns = [
        column("place", primaryKey=True, primaryKeyPosition=1),
        column("year", "integer", primaryKey=True, primaryKeyPosition=2),
        column("figure", "integer"),
        column("note"),
    ]
    return synthetic_contract(tmp_path_factory.mktemp("contracts"), "editions", columns, {"type": "fullEdition"})


@pytest.fixture(scope="module")
def connection(warehouse: Warehouse, contract: Contract) -> Iterator[psycopg.Connection]:
    with warehouse.copy() as copy, psycopg.connect(copy.uri("postgres")) as connection:
        for statement in definitions(contract):
            connection.execute(statement)
        connection.commit()
        yield connection
        connection.rollback()


def difference(connection: psycopg.Connection, before: Sequence[Row], after: Sequence[Row]) -> Counter[Change]:
    """What the warehouse says, each side's values as text."""
    with connection.transaction(force_rollback=True), connection.cursor() as cursor:
        lines = [(load, place, *row) for load, rows in ((1, before), (2, after)) for place, row in enumerate(rows)]
        cursor.executemany("insert into raw_prueba.editions values (%s, %s, '', %s, %s, %s, %s)", lines)
        found = cursor.execute("select * from raw_prueba.editions_difference(1, 2)").fetchall()
    return Counter((change, place, year, str(old), str(new)) for change, place, year, old, new in found)


def model(before: Sequence[Row], after: Sequence[Row]) -> Counter[Change]:
    gone, come = Counter(before) - Counter(after), Counter(after) - Counter(before)
    changes: Counter[Change] = Counter()
    for (place, year), (old, new) in by_key(gone, come).items():
        for left, right in zip_longest(old, new):
            kind = "new" if left is None else "dropped" if right is None else "changed"
            changes[kind, place, year, cell(left), cell(right)] += 1
    return changes


def by_key(gone: Counter[Row], come: Counter[Row]) -> dict:
    found: dict = defaultdict(lambda: ([], []))
    for side, rows in enumerate((gone, come)):
        for row in sorted(rows.elements(), key=nulls_last):
            found[row[:2]][side].append(row)
    return found


def nulls_last(row: Row) -> tuple:
    return tuple((value is None, 0 if value is None else value) for value in row[2:])


def cell(row: Row | None) -> str:
    return str(None if row is None else {"note": row[3], "figure": row[2]})


PLACES, YEARS = st.sampled_from(["A", "B,", '"', "", None]), st.sampled_from([2020, 2021, None])
ROWS = st.tuples(PLACES, YEARS, st.sampled_from([None, 1, 2, 3]), st.sampled_from([None, "", "x"]))


@examples(80, keeps_fixtures=True)
@given(before=st.lists(ROWS, max_size=8), after=st.lists(ROWS, max_size=8))
@example(before=[("A", 2020, 1, None)] * 3, after=[("A", 2020, 1, None)] * 2)
@example(before=[(None, None, 1, None)], after=[(None, None, 2, None)])
def test_the_difference_is_that_of_two_multisets(connection, before: list[Row], after: list[Row]) -> None:
    found = difference(connection, before, after)
    assert canonical(found) == canonical(model(before, after))


def canonical(changes: Counter[Change]) -> Counter:
    """Without the order of the fields within a cell."""
    return Counter({(*change[:3], *(frozenset(side.strip("{}").split(", ")) for side in change[3:])): number
                    for change, number in changes.items()})  # fmt: skip


def test_ten_changed_five_dropped_three_new(connection) -> None:
    before = [(f"P{number}", 2020, number, None) for number in range(40)]
    after = [(f"P{number}", 2020, number + 100 * (number < 10), None) for number in range(35)]
    after += [(f"N{number}", 2021, 1, None) for number in range(3)]
    kinds = Counter(change for change, *_ in difference(connection, before, after).elements())
    assert kinds == {"changed": 10, "dropped": 5, "new": 3}


def test_an_edition_does_not_differ_from_itself_in_another_order(connection) -> None:
    rows = [("A", 2020, 1, None), ("A", 2020, 1, None), (None, None, None, None), ("B,", 2021, 2, "x")]
    assert not difference(connection, rows, rows[::-1])
