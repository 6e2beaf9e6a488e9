"""A table in an institution's database is asked for what is beyond the marks: no row twice, none left behind."""

import io
import json
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from private_warehouse import Warehouse
from properties import examples

from faro.contracts import find_contract
from faro.sources import Offer, SourceUnreachable
from faro.sources.database import DatabaseSource

PERSONS = find_contract("linea145", "persons")
HEADERS = [header for header in PERSONS.editions[-1].headers.values() if header]
INSERT = "insert into referidos (id, fecha_ingreso_denuncia, tema, edad_aparente) values (%s, %s, %s, %s)"


@pytest.fixture(scope="module")
def institution(warehouse: Warehouse) -> Iterator[psycopg.Connection]:
    """The hotline's table, with dates as dates and texts as texts."""
    kinds = {"id": "bigint", "fecha_ingreso_denuncia": "date", "edad_aparente": "integer"}
    columns = ", ".join(f"{name} {kinds.get(name, 'text')}" for name in HEADERS)
    with warehouse.copy() as copy, psycopg.connect(copy.uri("postgres")) as connection:
        connection.execute("create schema institution")
        connection.execute(f"create table institution.referidos ({columns})")
        connection.execute("set search_path to institution")
        connection.commit()
        yield connection
        connection.rollback()


def take(institution: psycopg.Connection, loaded: str | None) -> tuple[list[dict[str, Any]], str | None]:
    """The rows that a delivery after that one holds, and its version."""
    source = DatabaseSource(PERSONS, institution, loaded)
    offers = list(source.offers())
    if not offers:
        return [], loaded
    (offer,) = offers
    into = io.BytesIO()
    source.fetch(offer, into)
    return [json.loads(line) for line in into.getvalue().splitlines()], offer.version


def insert(institution: psycopg.Connection, *rows: tuple[int, str | None]) -> None:
    with institution.cursor() as cursor:
        cursor.executemany(INSERT, [(key, day, "Trata «ñ»", None) for key, day in rows])


@pytest.fixture
def empty(institution: psycopg.Connection) -> Iterator[psycopg.Connection]:
    with institution.transaction(force_rollback=True):
        yield institution


def test_an_empty_table_offers_nothing(empty: psycopg.Connection) -> None:
    assert take(empty, None) == ([], None)


def test_rows_come_under_the_institutions_own_names_in_order(empty: psycopg.Connection) -> None:
    insert(empty, (2, "2020-01-02"), (1, "2020-01-01"))
    rows, version = take(empty, None)
    assert version == "2020-01-02/2"
    assert [row["id"] for row in rows] == [1, 2]
    assert list(rows[0]) == HEADERS
    assert (rows[0]["tema"], rows[0]["edad_aparente"], rows[0]["fecha_ingreso_denuncia"]) == (
        "Trata «ñ»",
        None,
        "2020-01-01",
    )


def test_nothing_new_offers_nothing(empty: psycopg.Connection) -> None:
    insert(empty, (1, "2020-01-01"))
    _, version = take(empty, None)
    assert take(empty, version) == ([], version)


def test_a_late_arrival_has_an_old_date_and_a_new_key(empty: psycopg.Connection) -> None:
    insert(empty, (1, "2020-03-01"), (2, "2020-03-02"))
    _, version = take(empty, None)
    insert(empty, (3, "2020-01-15"))
    rows, later = take(empty, version)
    assert [row["id"] for row in rows] == [3]
    assert later == "2020-03-02/3"


def test_a_row_without_a_date_is_not_left_behind(empty: psycopg.Connection) -> None:
    insert(empty, (1, None))
    rows, version = take(empty, None)
    assert [row["id"] for row in rows] == [1]
    insert(empty, (2, "2020-01-01"), (3, None))
    rows, _ = take(empty, version)
    assert [row["id"] for row in rows] == [2, 3]


def test_what_is_written_while_we_read_comes_next_time(empty: psycopg.Connection) -> None:
    insert(empty, (1, "2020-03-01"))
    source = DatabaseSource(PERSONS, empty, None)
    (offer,) = source.offers()
    insert(empty, (2, "2020-01-01"), (3, "2020-05-01"))
    into = io.BytesIO()
    source.fetch(offer, into)
    assert [json.loads(line)["id"] for line in into.getvalue().splitlines()] == [1]
    rows, _ = take(empty, offer.version)
    assert [row["id"] for row in rows] == [2, 3]


def test_rows_that_vanished_before_we_read_are_a_broken_delivery(empty: psycopg.Connection) -> None:
    with pytest.raises(SourceUnreachable):
        DatabaseSource(PERSONS, empty, None).fetch(Offer("referidos", "2020-01-01/1"), io.BytesIO())


ARRIVALS = st.lists(st.lists(st.sampled_from(["2020-01-01", "2020-02-01", "2020-03-01", None]), max_size=4), max_size=5)


@examples(40, keeps_fixtures=True)
@given(arrivals=ARRIVALS)
def test_every_row_is_delivered_exactly_once(institution: psycopg.Connection, arrivals: list[list[str | None]]) -> None:
    with institution.transaction(force_rollback=True):
        taken, version, key = [], None, 0
        for days in arrivals:
            insert(institution, *[(key + number, day) for number, day in enumerate(days, 1)])
            key += len(days)
            rows, version = take(institution, version)
            taken += [row["id"] for row in rows]
        assert taken == list(range(1, key + 1))


SUBSIDIES = find_contract("imas", "subsidies")
KEY, CHANGED = "numbeneficio", "fecactualiza"


@pytest.fixture
def register(institution: psycopg.Connection) -> Iterator[psycopg.Connection]:
    """A table whose rows are changed in place, and dated when they are."""
    kinds = {"id": "bigint", CHANGED: "date"}
    columns = ", ".join(f"{name} {kinds.get(name, 'text')}" for name in SUBSIDIES.editions[-1].headers.values() if name)
    with institution.transaction(force_rollback=True):
        institution.execute(f"create table beneficios ({columns})")
        yield institution


def enter(register: psycopg.Connection, key: int, day: str | None, name: str = "a") -> None:
    register.execute(f"insert into beneficios (id, {CHANGED}, desnombre) values (%s, %s, %s)", [key, day, name])


def correct(register: psycopg.Connection, key: int, day: str, name: str) -> None:
    register.execute(f"update beneficios set {CHANGED} = %s, desnombre = %s where id = %s", [day, name, key])


def ask(register: psycopg.Connection, loaded: str | None) -> tuple[list[tuple[int, str]], str | None]:
    source = DatabaseSource(SUBSIDIES, register, loaded)
    offers = list(source.offers())
    if not offers:
        return [], loaded
    into = io.BytesIO()
    source.fetch(offers[0], into)
    rows = [json.loads(line) for line in into.getvalue().splitlines()]
    return [(row["id"], row["desnombre"]) for row in rows], offers[0].version


def test_a_register_that_did_not_change_offers_nothing(register: psycopg.Connection) -> None:
    enter(register, 1, "2020-01-01")
    enter(register, 2, "2020-01-02")
    rows, version = ask(register, None)
    assert len(rows) == 2
    assert ask(register, version) == ([], version)


def test_a_row_corrected_in_place_comes_again(register: psycopg.Connection) -> None:
    for key in (1, 2, 3):
        enter(register, key, f"2020-01-0{key}")
    _, version = ask(register, None)
    correct(register, 1, "2020-01-05", "b")
    rows, later = ask(register, version)
    assert (1, "b") in rows
    assert (2, "a") not in rows
    assert ask(register, later) == ([], later)


def test_several_changes_on_the_day_of_the_mark_all_come(register: psycopg.Connection) -> None:
    """The newest date and the highest key stay what they were, time after time."""
    for key in (1, 2, 3):
        enter(register, key, "2020-01-01")
    correct(register, 3, "2020-01-02", "b")
    rows, version = ask(register, None)
    assert len(rows) == 3
    for number, name in enumerate("cde"):
        correct(register, 1, "2020-01-02", name)
        correct(register, 2, "2020-01-02", f"{name}{number}")
        rows, version = ask(register, version)
        assert {(1, name), (2, f"{name}{number}")} <= set(rows)
        assert ask(register, version) == ([], version)
    enter(register, 4, "2020-01-02", "new")
    rows, _ = ask(register, version)
    assert (4, "new") in rows


def test_a_late_arrival_in_a_register_has_an_old_date_and_a_new_key(register: psycopg.Connection) -> None:
    enter(register, 1, "2020-01-05")
    _, version = ask(register, None)
    enter(register, 2, "2019-12-01", "late")
    rows, later = ask(register, version)
    assert (2, "late") in rows
    assert ask(register, later) == ([], later)


def test_a_row_of_a_register_without_a_date_is_not_left_behind(register: psycopg.Connection) -> None:
    enter(register, 1, "2020-01-05")
    _, version = ask(register, None)
    enter(register, 2, None)
    rows, later = ask(register, version)
    assert (2, "a") in rows
    register.execute("update beneficios set desnombre = 'b' where id = 2")
    rows, _ = ask(register, later)
    assert (2, "b") in rows


def test_a_row_changed_between_offer_and_reading_comes_next_time(register: psycopg.Connection) -> None:
    enter(register, 1, "2020-01-01")
    enter(register, 2, "2020-01-02")
    source = DatabaseSource(SUBSIDIES, register, None)
    (offer,) = source.offers()
    correct(register, 1, "2020-01-03", "b")
    source.fetch(offer, into := io.BytesIO())
    assert [json.loads(line)["id"] for line in into.getvalue().splitlines()] == [2]
    rows, _ = ask(register, offer.version)
    assert (1, "b") in rows


def test_a_mark_of_the_time_before_digests_is_understood(register: psycopg.Connection) -> None:
    enter(register, 1, "2020-01-01")
    enter(register, 2, "2020-01-02")
    rows, version = ask(register, "2020-01-02/2")
    assert rows == [(2, "a")]
    assert ask(register, version) == ([], version)


CHANGES = st.lists(st.lists(st.tuples(st.booleans(), st.integers(1, 6)), max_size=4), min_size=1, max_size=8)


@examples(40, keeps_fixtures=True)
@given(days=CHANGES)
def test_what_was_taken_is_always_what_the_register_holds(register: psycopg.Connection, days: list) -> None:
    """Rows are entered and changed, and read in the middle of the day: whoever applies the deliveries is up to date."""
    with register.transaction(force_rollback=True):
        taken: dict[int, str] = {}
        version, key, count = None, 0, 0
        for day, steps in enumerate(days, 1):
            for is_new, number in steps:
                count += 1
                if is_new or key == 0:
                    key += 1
                    enter(register, key, f"2020-01-{day:02}", f"v{count}")
                else:
                    correct(register, (number - 1) % key + 1, f"2020-01-{day:02}", f"v{count}")
                rows, version = ask(register, version)
                taken |= dict(rows)
                assert taken == dict(register.execute("select id, desnombre from beneficios").fetchall())
