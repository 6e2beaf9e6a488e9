"""A new key for everything: stored tokens are wrapped once more and encodings reordered, so every equality stays.

No original is opened and no link is lost. Whoever copied the warehouse and an old key file cannot make a token that
is in the warehouse from now on.
"""

from functools import partial

import numpy as np
import psycopg

from faro.contracts import all_contracts
from faro.identity.encoding import BITS, PARTS, permuted
from faro.identity.errors import IdentityKeysDiffer
from faro.identity.keys import KeyRing, key_ring, keys_path, save
from faro.identity.person import person_tokens
from faro.identity.register import lock_out_loads, newest_fingerprint, register
from faro.identity.replacing import replace_values
from faro.identity.token_columns import TokenColumn, token_tables
from faro.identity.tokens import rewrap
from faro.linkage.naming import name_persons, rename_decided
from faro.linkage.resolver import lock_out_resolvers
from faro.settings import Settings
from faro.warehouse.names import exists
from faro.warehouse.trouble import without_values

_ROWS_AT_ONCE = 20_000


@without_values()
def rotate(settings: Settings, connection: psycopg.Connection, reason: str = "rotation") -> KeyRing:
    """Append a key and bring the warehouse under it, in one transaction of a connection that may change everything.

    One that was cut off after the key was saved is finished with that key: until then no load can end.
    """
    with connection.transaction():
        lock_out_resolvers(connection)
        lock_out_loads(connection)
        ring = _next_ring(settings, newest_fingerprint(connection))
        tables = [table for table in token_tables(all_contracts()) if exists(connection, table.table)]
        count = sum(replace_values(connection, table, partial(_rewrapped, ring)) for table in tables)
        _reorder_encodings(connection, ring)
        rename_decided(connection, partial(_rewrapped_reference, ring))
        name_persons(connection, partial(person_tokens, ring))
        register(connection, ring)
        connection.execute(
            "insert into ops.change (kind, row_count, reason) values ('rotation', %s, %s)", [count, reason]
        )
        save(settings, ring)
    return ring


def _next_ring(settings: Settings, known: str | None) -> KeyRing:
    ring = key_ring(settings)
    if known is None or known == ring.newest.fingerprint:
        return ring.with_new_key()
    if known not in {key.fingerprint for key in ring.keys}:
        raise IdentityKeysDiffer(path=str(keys_path(settings)))
    return ring


def _rewrapped(ring: KeyRing, column: TokenColumn, values: list[str]) -> list[str]:
    return rewrap(ring, column.domain, values)


def _rewrapped_reference(ring: KeyRing, reference: str) -> str:
    dataset, record = reference.rsplit("/", 1)
    return f"{dataset}/{rewrap(ring, 'record', [record])[0]}"


def _reorder_encodings(connection: psycopg.Connection, ring: KeyRing) -> None:
    connection.execute(
        "create temporary table reordered (load_id bigint, row_number bigint, given bytea, surnames bytea, names bytea,"
        " primary key (load_id, row_number)) on commit drop"
    )
    for key in ring.keys[:-1]:
        _reorder_those_of(connection, ring, key.id)
    connection.execute(
        "update identity.observation set (key_id, given, surnames, names) ="
        " (select %s, given, surnames, names from reordered"
        " where (reordered.load_id, reordered.row_number) = (observation.load_id, observation.row_number))"
        " where key_id <> %s",
        [ring.newest.id, ring.newest.id],
    )
    connection.execute("drop table reordered")


def _reorder_those_of(connection: psycopg.Connection, ring: KeyRing, key_id: str) -> None:
    query = "select load_id, row_number, given, surnames, names from identity.observation where key_id = %s"
    with connection.cursor(name="encodings") as cursor:
        cursor.execute(query, [key_id])
        while rows := cursor.fetchmany(_ROWS_AT_ONCE):
            columns = [_reordered(ring, key_id, [row[2 + place] for row in rows]) for place in range(len(PARTS))]
            with connection.cursor() as writer, writer.copy("copy reordered from stdin") as copy:
                for row, *encoded in zip(rows, *columns, strict=True):
                    copy.write_row([*row[:2], *encoded])


def _reordered(ring: KeyRing, key_id: str, encoded: list[bytes | None]) -> list[bytes | None]:
    """Nothing for nothing."""
    joined = b"".join(each or bytes(BITS // 8) for each in encoded)
    bits = np.frombuffer(joined, np.uint8).reshape(len(encoded), BITS // 8)
    return [row.tobytes() if was else None for row, was in zip(permuted(ring, key_id, bits), encoded, strict=True)]
