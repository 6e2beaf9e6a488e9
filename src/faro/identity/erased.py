"""Records whose person asked for erasure, known by keyed tokens alone, so that none of them comes in again."""

from collections.abc import Collection

import polars as pl
import psycopg

#: Why such a row is held back; its sentence is in `faro.validation.rules`.
RULE = "person_erased"


def remember_erased(connection: psycopg.Connection, erasure: Collection[str]) -> None:
    """The tokens of domain `erasure` of the person's records."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "insert into identity.erased (token) values (%s) on conflict do nothing", [(each,) for each in erasure]
        )


def erased_rows(connection: psycopg.Connection, observations: pl.DataFrame) -> list[int]:
    """Numbers of the rows whose record was erased."""
    known = [token for (token,) in connection.execute("select token from identity.erased")]
    return observations.filter(pl.col("erasure").is_in(known))["row_number"].to_list()
