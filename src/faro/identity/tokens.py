"""Values become tokens: HMAC-SHA-256 under each master key in turn, one key per domain, tagged with the newest key.

A cédula has nine digits: 10^9 candidates, which a laptop hashes in minutes, so an unkeyed hash hides nothing. Under
a key of 256 bits nobody can compute the candidates' tokens at all, whatever their number: what has to be guessed is
the key. Wrapping by a further key needs no original, so keys rotate while every equality between tokens stays.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
import polars as pl

from faro.identity.distinct import all_distinct
from faro.identity.keys import Domain, KeyRing

#: 20 bytes are exactly 32 base32 characters; two of 10^9 values meet by chance once in 10^30 cases.
_BYTES, _CHARACTERS = 20, 32
_ALPHABET = np.frombuffer(b"abcdefghijklmnopqrstuvwxyz234567", np.uint8)
#: The two letters of each ten bits, as one number.
_PAIRS = np.stack([_ALPHABET.repeat(32), np.tile(_ALPHABET, 32)], axis=1).view(np.uint16).ravel()
_AT_ONCE = 50_000
#: What HMAC fills its keys up to, and with what it marks the two.
_BLOCK, _MARKS = 64, (0x36, 0x5C)

_Bytes = np.ndarray[tuple[int, int], np.dtype[np.uint8]]


def token(ring: KeyRing, domain: Domain, value: str) -> str:
    """`<id of the newest key>:<32 characters>`; the same value gives the same token within a domain."""
    return str(tokens(ring, domain, pl.Series([value]))[0])


def tokens(ring: KeyRing, domain: Domain, values: pl.Series) -> pl.Series:
    """The token of every text; nothing for nothing."""

    def made(texts: pl.Series) -> pl.Series:
        return f"{ring.newest.id}:" + _wrapped(texts, ring.domain_keys(domain))

    return all_distinct(values, made)


def rewrap(ring: KeyRing, domain: Domain, stored: Sequence[str]) -> list[str]:
    """The tokens as the newest key tags them; those that have that tag already stay."""
    bodies: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for each in stored:
        bodies[each.split(":", 1)[0]][each] = None
    made: dict[str, str] = {}
    for key_id, known in bodies.items():
        newer = ring.domain_keys(domain)[ring.position(key_id) + 1 :]
        wrapped = _wrapped(pl.Series([each.split(":", 1)[1] for each in known], dtype=pl.String), newer)
        made |= {each: f"{ring.newest.id}:{body}" for each, body in zip(known, wrapped, strict=True)}
    return [made[each] for each in stored]


def _wrapped(bodies: pl.Series, keys: Iterable[bytes]) -> pl.Series:
    """The texts, wrapped by each key in turn: the bodies of their tokens."""
    for key in keys:
        parts = [bodies[at : at + _AT_ONCE] for at in range(0, len(bodies), _AT_ONCE)]
        bodies = pl.concat([_base32(_digests(key, part)) for part in parts]) if parts else bodies
    return bodies


def _digests(key: bytes, texts: pl.Series) -> _Bytes:
    """HMAC-SHA-256 of each, shortened, in a row of its own; the key is taken in once (RFC 2104)."""
    inner, outer = (hashlib.sha256(bytes(byte ^ mark for byte in key.ljust(_BLOCK, b"\0"))).copy for mark in _MARKS)
    made: list[bytes] = []
    for text in texts.cast(pl.Binary).to_list():
        within, around = inner(), outer()
        within.update(text)
        around.update(within.digest())
        made.append(around.digest())
    whole = np.frombuffer(b"".join(made), np.uint8).reshape(len(made), -1)
    return whole[:, :_BYTES]


def _base32(digests: _Bytes) -> pl.Series:
    """Lower-case base32 of many at once, five bytes as four pairs of letters; the library's is a loop in Python."""
    one, two, three, four, five = np.ascontiguousarray(digests.reshape(-1, 5).T).astype(np.intp)
    places = (one << 2 | two >> 6, (two & 63) << 4 | three >> 4, (three & 15) << 6 | four >> 2, (four & 3) << 8 | five)
    pairs = np.stack([_PAIRS.take(place) for place in places], axis=1)
    letters = pl.Series(pairs.view(np.uint8).reshape(-1, _CHARACTERS))
    return letters.cast(pl.List(pl.UInt8)).cast(pl.Binary).cast(pl.String)
