"""A new key for everything: stored tokens are wrapped once more and encodings reordered, so every equality stays.

No original is opened and no link is lost. Whoever copied the warehouse and an old key file cannot make a token that
is in the warehouse from now on.
"""

import numpy as np
import psycopg
from psycopg.sql import SQL, Composed, Identifier

from faro.contracts import all_contracts
from faro.identity.encoding import BITS, PARTS, permuted
from faro.identity.errors import IdentityKeysDiffer
from faro.identity.keys import KeyRing, key_ring, keys_path, save
from faro.identity.register import lock_out_loads, newest_fingerprint, register
from faro.identity.token_columns import TokenColumn, TokenTable, token_tables
from faro.identity.tokens import rewrap
from faro.linkage.resolver import lock_out_resolvers
from faro.settings import Settings
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
        count = sum(
            _wrap(connection, ring, table) for table in token_tables(all_contracts()) if _exists(connection, table)
        )
        _reorder_encodings(connection, ring)
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


def _exists(connection: psycopg.Connection, table: TokenTable) -> bool:
    row = connection.execute("select to_regclass(%s)", [table.table.as_string(connection)]).fetchone()
    return row is not None and row[0] is not None


def _wrap(connection: psycopg.Connection, ring: KeyRing, table: TokenTable) -> int:
    """How many rows hold tokens, all of them wrapped by every key now."""
    connection.execute("create temporary table rewrapped (old text primary key, new text not null) on commit drop")
    for column in table.columns:
        _pair_tokens(connection, ring, table, column)
    connection.execute("analyze rewrapped")
    changed = connection.execute(_update(table)).rowcount
    connection.execute("drop table rewrapped")
    return changed


def _pair_tokens(connection: psycopg.Connection, ring: KeyRing, table: TokenTable, column: TokenColumn) -> None:
    """Old and new form of every token of a column; those of two domains never meet."""
    values = SQL("unnest({})" if column.is_list else "{}").format(Identifier(column.name))
    query = SQL("select distinct token from (select {} as token from {}) as each where token is not null")
    found = {token for (token,) in connection.execute(query.format(values, table.table))}
    old = sorted(found - {token for (token,) in connection.execute("select old from rewrapped")})
    with connection.cursor() as cursor, cursor.copy("copy rewrapped from stdin") as copy:
        for pair in zip(old, rewrap(ring, column.domain, old), strict=True):
            copy.write_row(pair)


def _update(table: TokenTable) -> Composed:
    names = [Identifier(column.name) for column in table.columns]
    return SQL("update {} set {} where num_nonnulls({}) > 0").format(
        table.table, SQL(", ").join(map(_wrapped, table.columns)), SQL(", ").join(names)
    )


def _wrapped(column: TokenColumn) -> Composed:
    if column.is_list:
        return SQL(
            "{0} = case when {0} is not null then array(select new from"
            " unnest({0}) with ordinality as each (old, place) join rewrapped using (old) order by place) end"
        ).format(Identifier(column.name))
    return SQL("{0} = (select new from rewrapped where old = {0})").format(Identifier(column.name))


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
