"""Observations of accepted rows, written by COPY in the transaction of their load."""

from collections.abc import Collection

import polars as pl
import psycopg
from psycopg.sql import SQL, Composed, Identifier

from faro.identity.observing import SCHEMA

_ROWS_PER_COPY = 50_000


def write_observations(
    connection: psycopg.Connection, load_id: int, observations: pl.DataFrame, held_back: Collection[int]
) -> None:
    """Every observation whose row was not held back, and its blocks."""
    accepted = observations.filter(~pl.col("row_number").is_in(list(held_back)))
    numbered = accepted.with_columns(load_id=pl.lit(load_id, pl.Int64))
    _copy(connection, "observation", numbered.select("load_id", *map(_written, SCHEMA)))
    blocks = numbered.select(pl.col("blocks").alias("token"), "load_id", "row_number").explode("token")
    _copy(connection, "block", blocks.drop_nulls("token"))


def _written(name: str) -> pl.Expr:
    """As COPY reads arrays and bytes."""
    match SCHEMA[name]:
        case pl.Binary():
            return pl.concat_str(pl.lit("\\x"), pl.col(name).bin.encode("hex")).alias(name)
        case pl.List():
            return pl.concat_str(pl.lit("{"), pl.col(name).list.join(","), pl.lit("}")).alias(name)
    return pl.col(name)


def _copy(connection: psycopg.Connection, table: str, rows: pl.DataFrame) -> None:
    with connection.cursor() as cursor, cursor.copy(_command(table, rows.columns)) as copy:
        for part in rows.iter_slices(_ROWS_PER_COPY):
            copy.write(part.write_csv(include_header=False).encode())


def _command(table: str, columns: list[str]) -> Composed:
    return SQL("copy {} ({}) from stdin (format csv)").format(
        Identifier("identity", table), SQL(", ").join(map(Identifier, columns))
    )
