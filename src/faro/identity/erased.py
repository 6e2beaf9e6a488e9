"""Records whose person asked for erasure, known by keyed tokens alone, so that none of them comes in again."""

from collections.abc import Sequence

import polars as pl
import psycopg

from faro.identity.keys import KeyRing
from faro.identity.tokens import tokens

#: Why such a row is held back; its sentence is in `faro.validation.rules`.
RULE = "person_erased"


def remember_erased(connection: psycopg.Connection, ring: KeyRing, references: Sequence[str]) -> None:
    """`references` are institution/dataset/record; what is written is one token each."""
    made = tokens(ring, "erasure", pl.Series(references, dtype=pl.String))
    with connection.cursor() as cursor:
        cursor.executemany(
            "insert into identity.erased (token) values (%s) on conflict do nothing", [(each,) for each in made]
        )


def erased_rows(connection: psycopg.Connection, ring: KeyRing, observations: pl.DataFrame) -> list[int]:
    """Numbers of the rows whose record was erased."""
    known = [token for (token,) in connection.execute("select token from identity.erased")]
    if not known:
        return []
    references = pl.concat_str("institution", "dataset", "record_key", separator="/").alias("reference")
    made = tokens(ring, "erasure", observations.select(references)["reference"])
    return observations.filter(made.is_in(known))["row_number"].to_list()
