"""Names as cryptographic long-term keys: bits that resemble each other as the names do, and can be read by nobody.

Each word's padded bigrams set bits chosen by a keyed hash. The order of words does not matter.
"""

import hmac
from collections.abc import Iterable, Sequence
from typing import Literal, get_args

import numpy as np
import polars as pl

from faro.identity.keys import KeyRing

BITS = 512
Part = Literal["given", "surnames", "names"]
PARTS: tuple[Part, ...] = get_args(Part)
#: Bits that a bigram sets, so that a usual name fills about a third: more say less, fewer are too easily counted.
_HASHES: dict[Part, int] = {"given": 14, "surnames": 14, "names": 8}
_ROWS_AT_ONCE = 20_000
_Bytes = np.ndarray[tuple[int, int], np.dtype[np.uint8]]


def encode(ring: KeyRing, part: Part, names: pl.Series) -> pl.Series:
    """The encoding of each name of blank-separated words, as bytes; nothing for nothing."""
    distinct = names.drop_nulls().unique()
    texts = [text for text in distinct if text.strip()]
    encoded = permuted(ring, "", _encoded(ring, part, texts))
    known = pl.Series([row.tobytes() for row in encoded], dtype=pl.Binary)
    table = pl.DataFrame({"name": pl.Series(texts, dtype=pl.String), "encoded": known})
    joined = pl.DataFrame({"name": names}).join(table, on="name", how="left", maintain_order="left")
    return joined["encoded"].alias(names.name)


def permuted(ring: KeyRing, key_id: str, encoded: _Bytes) -> _Bytes:
    """Encodings made under the key `key_id` (the oldest where none is named) as the newest key orders their bits."""
    first = ring.position(key_id) + 1 if key_id else 1
    bits = np.unpackbits(encoded, axis=1)
    for key in ring.domain_keys("encoding")[first:]:
        bits = bits[:, _permutation(key)]
    return np.packbits(bits, axis=1)


def bigrams(name: str) -> set[str]:
    """Of each word with a blank before and after it."""
    return {padded[at : at + 2] for word in name.split() for padded in [f" {word} "] for at in range(len(padded) - 1)}


def _encoded(ring: KeyRing, part: Part, names: Sequence[str]) -> _Bytes:
    """Under the oldest key, before any permutation."""
    grams = [sorted(bigrams(name)) for name in names]
    places = {gram: place for place, gram in enumerate(sorted({each for found in grams for each in found}))}
    masks = _masks(ring.domain_keys("encoding")[0], part, places)
    parts = [_united(masks, places, grams[at : at + _ROWS_AT_ONCE]) for at in range(0, len(grams), _ROWS_AT_ONCE)]
    return np.concatenate(parts) if parts else np.zeros((0, BITS // 8), dtype=np.uint8)


def _united(masks: _Bytes, places: dict[str, int], grams: Sequence[Sequence[str]]) -> _Bytes:
    flat = np.array([places[gram] for found in grams for gram in found], dtype=np.int64)
    starts = np.cumsum([0, *(len(found) for found in grams[:-1])])
    united: _Bytes = np.bitwise_or.reduceat(masks[flat], starts, axis=0)
    return united


def _masks(key: bytes, part: Part, grams: Iterable[str]) -> _Bytes:
    """The bits that each bigram sets, packed."""
    rows = [_positions(hmac.digest(key, f"{part}|{gram}".encode(), "sha256"), _HASHES[part]) for gram in grams]
    bits = np.zeros((len(rows), BITS), dtype=np.uint8)
    for row, positions in zip(bits, rows, strict=True):
        row[positions] = 1
    return np.packbits(bits, axis=1)


def _positions(digest: bytes, count: int) -> list[int]:
    """As many places as asked, each from bits of its own: two combined hashes would leave patterns to attack."""
    return [int.from_bytes(digest[2 * number : 2 * number + 2]) % BITS for number in range(count)]


def _permutation(key: bytes) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """An order of the bits that only the key's holder can tell."""
    marks = [hmac.digest(key, f"bit|{bit}".encode(), "sha256") for bit in range(BITS)]
    return np.array(sorted(range(BITS), key=marks.__getitem__), dtype=np.intp)
