"""Tables of a few dimensions with all their margins, as systems."""

from itertools import product

import numpy as np
import numpy.typing as npt

from faro.disclosure.system import Relation, Relations, Requirement, System

#: Counts from 1 to one less are small.
THRESHOLD = 5
#: Where a cell does not look at a dimension.
TOTAL = -1


def keys_of(shape: tuple[int, ...]) -> list[tuple[int, ...]]:
    """The cells of a table of that shape: a member of each dimension, or its total."""
    return list(product(*([*range(size), TOTAL] for size in shape)))


def system_of(inner: npt.NDArray[np.int64]) -> System:
    """These counts and their margins; zeros are shown."""
    keys = keys_of(inner.shape)
    place = {key: number for number, key in enumerate(keys)}
    values = np.array([int(inner[tuple(slice(None) if at == TOTAL else at for at in key)].sum()) for key in keys])
    relations = [
        Relation((place[key], *parts), (1, *(-1 for _ in parts)))
        for key in keys
        for axis, at in enumerate(key)
        if at == TOTAL
        for parts in [[place[(*key[:axis], one, *key[axis + 1 :])] for one in range(inner.shape[axis])]]
    ]
    shown = values > 0
    return System(values, 1 + np.log1p(values), shown.astype(np.int64), shown, Relations.of(relations, len(keys)))


def small_counts(system: System) -> list[Requirement]:
    """Each may be any small count."""
    small = (system.values > 0) & (system.values < THRESHOLD)
    return [Requirement(cell, 1, THRESHOLD - 1) for cell in np.flatnonzero(small).tolist()]


def random_table(shape: tuple[int, ...], seed: int, mean: float = 4.0) -> tuple[System, list[Requirement]]:
    """Counts as uneven as those of real categories."""
    chance = np.random.default_rng(seed)
    system = system_of(chance.poisson(mean * chance.gamma(1.0, 1.0, shape)))
    return system, small_counts(system)
