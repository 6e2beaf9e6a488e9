"""Whole columns drawn from named seeded streams: the same on every machine, and a new stream changes no other one."""

import hashlib
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

#: Only `random()` and what is computed from it: the distributions of NumPy may change between its versions.
_STREAM_BYTES = 16


class Draw:
    """One stream of chance, named after what it decides."""

    def __init__(self, seed: int, *stream: str) -> None:
        digest = hashlib.sha256("/".join((str(seed), *stream)).encode()).digest()
        self._source = np.random.Generator(np.random.PCG64(int.from_bytes(digest[:_STREAM_BYTES], "big")))

    def shares(self, count: int) -> npt.NDArray[np.float64]:
        return self._source.random(count)

    def happens(self, share: float | npt.NDArray[np.float64], count: int) -> Bools:
        return self.shares(count) < share

    def between(self, low: int, high: int, count: int) -> Ints:
        """Whole numbers, both ends possible."""
        drawn: Ints = low + np.floor(self.shares(count) * (high - low + 1)).astype(np.int64)
        return drawn

    def within(self, low: Ints, high: Ints) -> Ints:
        """One whole number between the ends of each pair; the low one where they are the wrong way round."""
        span = np.maximum(high - low, 0)
        drawn: Ints = low + np.floor(self.shares(len(low)) * (span + 1)).astype(np.int64)
        return drawn

    def waiting(self, usual: float, count: int, longest: int = 3000) -> Ints:
        """Days of waiting, many short and few long ones, with `usual` as the median."""
        days = -np.log1p(-self.shares(count)) * usual / np.log(2)
        drawn: Ints = np.minimum(np.round(days), longest).astype(np.int64)
        return drawn

    def indices(self, weights: Sequence[float], count: int) -> Ints:
        edges = np.cumsum(np.asarray(weights, dtype=np.float64))
        drawn: Ints = np.searchsorted(edges, self.shares(count) * edges[-1], side="right").astype(np.int64)
        return drawn

    def pick(self, options: Sequence[str] | Mapping[str, float], count: int) -> pl.Series:
        """One of the options each; a mapping states their weights."""
        weights = list(options.values()) if isinstance(options, Mapping) else [1.0] * len(options)
        return pl.Series("", list(options), dtype=pl.String).gather(self.indices(weights, count))

    def sometimes(self, values: pl.Series, share: float) -> pl.Series:
        """The values where they were recorded, null elsewhere."""
        return where(self.happens(share, len(values)), values)

    def several(self, options: Mapping[str, float], separator: str, count: int) -> pl.Series:
        """A list in each cell, in the order of the options: every option by its own chance; null where none was."""
        parts = [where(self.happens(share, count), constant(option, count)) for option, share in options.items()]
        joined = pl.DataFrame([part.alias(str(index)) for index, part in enumerate(parts)]).select(
            pl.concat_str(pl.all(), separator=separator, ignore_nulls=True)
        )
        return joined.to_series().replace("", None)

    def some_of(self, pool: Ints, count: int) -> Ints:
        """Members of the pool, nobody twice; all of them where more are wanted."""
        return pool[np.argsort(self.shares(len(pool)), kind="stable")[:count]]

    def any_of(self, pool: Ints, count: int) -> Ints:
        """Members of the pool, some of them more than once."""
        return pool[self.between(0, len(pool) - 1, count)]


def where(mask: Bools, values: pl.Series) -> pl.Series:
    """The values where the mask holds, null elsewhere."""
    return (
        pl.DataFrame([values.alias("value")])
        .select(pl.when(pl.Series("mask", mask)).then(pl.col("value")).otherwise(None))
        .to_series()
    )


def always(count: int) -> Bools:
    return np.ones(count, dtype=np.bool_)


def constant(value: str, count: int) -> pl.Series:
    return pl.Series("", [value], dtype=pl.String).new_from_index(0, count)
