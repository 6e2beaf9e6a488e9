"""The warehouse knows which keys its tokens are wrapped by, so that a lost or older key file cannot go unnoticed."""

import psycopg

from faro.identity.errors import IdentityKeysDiffer
from faro.identity.keys import KeyRing, keys_path
from faro.settings import Settings

_LOCK = 7_265_312  # any number, the same for loads and rotations


def confirm_keys(settings: Settings, connection: psycopg.Connection, ring: KeyRing) -> None:
    """In the load's transaction: the ring's newest key is the warehouse's, and stays so until the commit."""
    connection.execute("select pg_advisory_xact_lock_shared(%s)", [_LOCK])
    known = newest_fingerprint(connection)
    if known is None and len(ring.keys) == 1:
        known = _register_first(connection, ring)
    if known != ring.newest.fingerprint:
        raise IdentityKeysDiffer(path=str(keys_path(settings)))


def newest_fingerprint(connection: psycopg.Connection) -> str | None:
    row = connection.execute("select fingerprint from identity.key order by position desc limit 1").fetchone()
    return str(row[0]) if row else None


def lock_out_loads(connection: psycopg.Connection) -> None:
    """Until the transaction ends no load that makes tokens can end."""
    connection.execute("select pg_advisory_xact_lock(%s)", [_LOCK])


def register(connection: psycopg.Connection, ring: KeyRing) -> None:
    """Write down every key that the warehouse does not know."""
    for position, key in enumerate(ring.keys):
        connection.execute(
            "insert into identity.key (position, key_id, fingerprint) values (%s, %s, %s) on conflict do nothing",
            [position, key.id, key.fingerprint],
        )


def _register_first(connection: psycopg.Connection, ring: KeyRing) -> str | None:
    register(connection, ring)  # of two first loads the second waits here and finds the other's
    return newest_fingerprint(connection)
