"""What Superset may send to PostgreSQL, with PostgreSQL as the judge of how many statements a text is."""

import psycopg
import pytest
from fences.statements import is_one_reading_statement
from hypothesis import example, given
from hypothesis import strategies as st
from private_warehouse import Warehouse
from properties import examples

#: Whatever begins or ends a text, a comment or a statement, and what stands between.
PIECES = (
    "select 1", " as one", "'", '"', ";", "--", "/*", "*/", "$$", "$x$", "\\", "E'", "U&'", "\n", " ", "(", ")", ",",
    "rollback", "do $$begin end$$", "select 'it''s; so'", "with them as (select 1) select * from them", "::text",
)  # fmt: skip


def statements_of(warehouse: Warehouse, sql: str) -> int:
    """As many as PostgreSQL answers to; 0 where it understands none."""
    with warehouse.connect("faro_reader") as connection:
        try:
            cursor = connection.execute(sql.encode())
        except psycopg.Error:
            return 0
        answers = 1
        while cursor.nextset():
            answers += 1
        return answers


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
@example("select 1 as one /* */; select 2 /* */")
@example("select '\\'; select '2'")
@example("select E'\\'; select 2 --'")
@example("select $$;$$; select 2")
@example("select '{}'::jsonb -> 'a'; select 'second'")
@example("select 1 -- ';\n; select 2 -- '")
@example("select U&'\\0027; select 2; '")
@examples(400)
def test_what_is_let_through_is_one_statement(warehouse: Warehouse, sql: str) -> None:
    if is_one_reading_statement(sql):
        assert statements_of(warehouse, sql) <= 1


@pytest.mark.parametrize(
    "sql",
    [
        "select 1",
        "select 1;",
        "\n  -- why\n/* how */ select 1",
        "select ';' as one",
        'select "a;b" from (select 1 as "a;b") as t',
        "(select 1) union (select 2)",
        "with them as (select 1 as one) select * from them",
        "show transaction isolation level",
    ],
)
def test_what_reads_is_let_through(warehouse: Warehouse, sql: str) -> None:
    assert is_one_reading_statement(sql)
    assert statements_of(warehouse, sql) == 1


@pytest.mark.parametrize(
    "sql",
    ["", ";", "rollback", "set statement_timeout = 0", "do $$begin end$$", "explain select 1", "lock table a",
     "copy a to stdout", "create table a ()", "/* a /* b */ select 1 */ rollback", "-- select 1",
     "alter role current_user password 'x'"],
)  # fmt: skip
def test_what_does_not_read_is_not(sql: str) -> None:
    assert not is_one_reading_statement(sql)
