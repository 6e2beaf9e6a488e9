"""Exchanging what columns of tokens hold, where it stands: a table at a time, each distinct value made once."""

from collections.abc import Callable, Iterable

import psycopg
from psycopg.sql import SQL, Composed, Identifier, Literal

from faro.identity.token_columns import TokenColumn, TokenTable

#: What is to stand in the place of these values of a column, in their order.
Made = Callable[[TokenColumn, list[str]], Iterable[str | None]]


def replace_values(connection: psycopg.Connection, table: TokenTable, made: Made) -> int:
    """How many rows hold something in these columns, all of it replaced; within a transaction."""
    connection.execute(
        "create temporary table replaced (place integer, old text, new text, primary key (place, old)) on commit drop"
    )
    for place in range(len(table.columns)):
        _pair(connection, table, place, made)
    connection.execute("analyze replaced")
    changed = connection.execute(_update(table)).rowcount
    connection.execute("drop table replaced")
    return changed


def _pair(connection: psycopg.Connection, table: TokenTable, place: int, made: Made) -> None:
    """Old and new form of every value of a column."""
    column = table.columns[place]
    values = SQL("unnest({})" if column.is_list else "{}").format(Identifier(column.name))
    query = SQL("select distinct value from (select {} as value from {}) as held where value is not null")
    old = sorted(value for (value,) in connection.execute(query.format(values, table.table)))
    with connection.cursor() as cursor, cursor.copy("copy replaced from stdin") as copy:
        for pair in zip(old, made(column, old), strict=True):
            copy.write_row([place, *pair])


def _update(table: TokenTable) -> Composed:
    names = [Identifier(column.name) for column in table.columns]
    changes = [_replaced(place, column) for place, column in enumerate(table.columns)]
    return SQL("update {} set {} where num_nonnulls({}) > 0").format(
        table.table, SQL(", ").join(changes), SQL(", ").join(names)
    )


def _replaced(place: int, column: TokenColumn) -> Composed:
    query = "{0} = (select new from replaced where (place, old) = ({1}, {0}))"
    if column.is_list:
        query = (
            "{0} = case when {0} is not null then array(select new from unnest({0}) with ordinality as held (old, turn)"
            " join replaced using (old) where place = {1} order by turn) end"
        )
    return SQL(query).format(Identifier(column.name), Literal(place))
