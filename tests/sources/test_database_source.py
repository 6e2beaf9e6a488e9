"""A table in an institution's database is asked for what is beyond the marks: no row twice, none left behind."""

import io
import json
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from private_warehouse import Warehouse

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


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
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
