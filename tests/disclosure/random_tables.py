"""Tables of a few dimensions with all their margins, as systems, from a seed."""

from itertools import product

import numpy as np

from faro.disclosure.system import Relation, Requirement, System

#: Counts from 1 to one less are small.
THRESHOLD = 5
_TOTAL = -1


def random_table(shape: tuple[int, ...], seed: int, mean: float = 4.0) -> tuple[System, list[Requirement]]:
    """Counts as uneven as those of real categories; zeros are shown, small counts need protection."""
    chance = np.random.default_rng(seed)
    inner = chance.poisson(mean * chance.gamma(1.0, 1.0, shape))
    keys = list(product(*([*range(size), _TOTAL] for size in shape)))
    place = {key: number for number, key in enumerate(keys)}
    values = np.array([int(inner[tuple(slice(None) if at == _TOTAL else at for at in key)].sum()) for key in keys])
    relations = [
        Relation((place[key], *parts), (1, *(-1 for _ in parts)))
        for key in keys
        for axis, at in enumerate(key)
        if at == _TOTAL
        for parts in [[place[(*key[:axis], one, *key[axis + 1 :])] for one in range(shape[axis])]]
    ]
    shown = values > 0
    system = System(values, 1 + np.log1p(values), shown.astype(np.int64), shown, tuple(relations))
    return system, [
        Requirement(cell, 1, THRESHOLD - 1) for cell in np.flatnonzero(shown & (values < THRESHOLD)).tolist()
    ]
