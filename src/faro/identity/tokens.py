"""Values become tokens: HMAC-SHA-256 under each master key in turn, one key per domain, tagged with the newest key.

A cédula has nine digits: 10^9 candidates, which a laptop hashes in minutes, so an unkeyed hash hides nothing. Under
a key of 256 bits nobody can compute the candidates' tokens at all, whatever their number: what has to be guessed is
the key. Wrapping by a further key needs no original, so keys rotate while every equality between tokens stays.
"""

import hmac
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

import numpy as np
import polars as pl

from faro.identity.keys import Domain, KeyRing

#: 20 bytes are exactly 32 base32 characters; two of 10^9 values meet by chance once in 10^30 cases.
_BYTES, _CHARACTERS = 20, 32
_ALPHABET = np.frombuffer(b"abcdefghijklmnopqrstuvwxyz234567", np.uint8)
_WEIGHTS = np.array([16, 8, 4, 2, 1], np.uint8)
_AT_ONCE = 50_000


def token(ring: KeyRing, domain: Domain, value: str) -> str:
    """`<id of the newest key>:<32 characters>`; the same value gives the same token within a domain."""
    (body,) = _wrapped([value.encode()], ring.domain_keys(domain))
    return f"{ring.newest.id}:{body.decode()}"


def tokens(ring: KeyRing, domain: Domain, values: pl.Series) -> pl.Series:
    """The token of every text; nothing for nothing. Each distinct text is computed once."""
    distinct = values.drop_nulls().unique()
    if distinct.is_empty():  # also where nothing needs a key, and there is none
        return pl.repeat(None, len(values), dtype=pl.String, eager=True).alias(values.name)
    bodies = _wrapped([value.encode() for value in distinct], ring.domain_keys(domain))
    made = pl.Series([f"{ring.newest.id}:{body.decode()}" for body in bodies])
    return values.replace_strict(distinct, made, default=None, return_dtype=pl.String).alias(values.name)


def rewrap(ring: KeyRing, domain: Domain, stored: Sequence[str]) -> list[str]:
    """The tokens as the newest key tags them; those that have that tag already stay."""
    bodies: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for each in stored:
        bodies[each.split(":", 1)[0]][each] = None
    made: dict[str, str] = {}
    for key_id, known in bodies.items():
        newer = ring.domain_keys(domain)[ring.position(key_id) + 1 :]
        wrapped = _wrapped([each.split(":", 1)[1].encode() for each in known], newer)
        made |= {each: f"{ring.newest.id}:{body.decode()}" for each, body in zip(known, wrapped, strict=True)}
    return [made[each] for each in stored]


def each_distinct(values: pl.Series, function: Callable[[str], str | None]) -> pl.Series:
    """The function of every text, computed once per distinct text; nothing for nothing."""
    distinct = values.drop_nulls().unique()
    made = pl.Series([function(value) for value in distinct], dtype=pl.String)
    return values.replace_strict(distinct, made, default=None, return_dtype=pl.String).alias(values.name)


def _wrapped(bodies: list[bytes], keys: Iterable[bytes]) -> list[bytes]:
    for key in keys:
        digests = [hmac.digest(key, body, "sha256")[:_BYTES] for body in bodies]
        parts = (digests[at : at + _AT_ONCE] for at in range(0, len(digests), _AT_ONCE))
        bodies = [body for part in parts for body in _base32(part)]
    return bodies


def _base32(digests: Sequence[bytes]) -> list[bytes]:
    """Lower-case base32 of many at once; the library's is a loop in Python."""
    bits = np.unpackbits(np.frombuffer(b"".join(digests), np.uint8)).reshape(-1, 5)
    text = _ALPHABET[bits @ _WEIGHTS].tobytes()
    return [text[at : at + _CHARACTERS] for at in range(0, len(text), _CHARACTERS)]
