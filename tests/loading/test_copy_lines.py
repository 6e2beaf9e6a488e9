"""What is written for COPY comes back from PostgreSQL as it was."""

from collections.abc import Iterator
from datetime import date, datetime

import polars as pl
import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from private_warehouse import Warehouse

from faro.loading.copy_lines import copy_lines

TEXTS = st.none() | st.text(st.characters(blacklist_characters="\0", blacklist_categories=["Cs"]), max_size=6)
HARD = st.none() | st.text(st.sampled_from("\\Nnt.\t\n\r\v\f\"', é"), max_size=4)
ROWS = st.lists(
    st.tuples(
        st.integers(1, 2**40),
        TEXTS | HARD,
        HARD,
        st.none() | st.floats(allow_nan=False, allow_infinity=False),
        st.none() | st.booleans(),
        st.none() | st.dates(date(1000, 1, 1)),
        st.none() | st.datetimes(datetime(1000, 1, 1)),
    ),
    max_size=6,
)
SCHEMA = {
    "number": pl.Int64, "one": pl.String, "other": pl.String, "rate": pl.Float64, "minor": pl.Boolean, "day": pl.Date,
    "seen_at": pl.Datetime("us"),
}  # fmt: skip


@pytest.fixture(scope="module")
def connection(warehouse: Warehouse) -> Iterator[psycopg.Connection]:
    with warehouse.connect("postgres") as connection:
        connection.execute(
            "create temporary table arrived (number bigint, one text, other text, rate double precision, minor boolean,"
            " day date, seen_at timestamp)"
        )
        yield connection


@given(ROWS)
def test_every_value_arrives_as_it_was(connection: psycopg.Connection, rows: list[tuple[object, ...]]) -> None:
    frame = pl.DataFrame(rows, SCHEMA, orient="row")
    connection.execute("truncate arrived")
    with connection.cursor() as cursor, cursor.copy("copy arrived from stdin") as copy:
        copy.write(copy_lines(frame))
    assert connection.execute("select * from arrived").fetchall() == rows


def test_a_null_is_no_text_and_no_text_is_no_null() -> None:
    frame = pl.DataFrame({"number": [1, 2, 3], "text": ['a "b", c', None, ""]})
    assert bytes(copy_lines(frame)) == b'1\ta "b", c\n2\t\\N\n3\t\n'
    assert bytes(copy_lines(frame.clear())) == b""
