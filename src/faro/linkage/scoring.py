"""Fellegi–Sunter: a pair's score is the sum of its levels' declared weights, and the levels are its reasons."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faro.linkage.comparison import LEVELS, Levels, Mask, Pairs, compare
from faro.linkage.observations import Observations
from faro.linkage.weights import Weights

_PAIRS_AT_A_TIME = 200_000


@dataclass(frozen=True)
class Scored:
    """One entry per pair; nothing of it depends on any other pair."""

    pairs: Pairs
    levels: Mapping[str, Levels]
    score: NDArray[np.float64]
    is_conflict: Mask

    def chosen(self, mask: Mask) -> "Scored":
        levels = {name: values[mask] for name, values in self.levels.items()}
        return Scored(self.pairs[mask], levels, self.score[mask], self.is_conflict[mask])

    def reasons(self, position: int) -> list[str]:
        """`comparison=level` for everything that was known of both."""
        found = ((name, LEVELS[name][self.levels[name][position]]) for name in LEVELS)
        return [f"{name}={level}" for name, level in found if level != LEVELS[name][0]]


def score(of: Observations, pairs: Pairs, weights: Weights) -> Scored:
    """Every pair compared and weighed."""
    parts = [
        _score(of, pairs[start : start + _PAIRS_AT_A_TIME], weights)
        for start in range(0, max(len(pairs), 1), _PAIRS_AT_A_TIME)
    ]
    levels = {name: np.concatenate([part.levels[name] for part in parts]) for name in LEVELS}
    total, is_conflict = (np.concatenate([getattr(part, name) for part in parts]) for name in ("score", "is_conflict"))
    return Scored(pairs, levels, total, is_conflict)


def weigh(levels: Mapping[str, Levels], weights: Weights) -> NDArray[np.float64]:
    """The sum of the weights of each pair's levels, in bits."""
    total = np.zeros(len(levels["document"]))
    for name in LEVELS:
        total += np.array(weights.bits(name))[levels[name]]
    return total.round(4)


def _score(of: Observations, pairs: Pairs, weights: Weights) -> Scored:
    levels = compare(of, pairs)
    return Scored(pairs, levels, weigh(levels, weights), _conflicts(levels, weights))


def _conflicts(levels: Mapping[str, Levels], weights: Weights) -> Mask:
    """Pairs that no likeness makes one person: only somebody who knows more may say so."""
    found = np.zeros(len(levels["document"]), bool)
    for conflict in weights.conflicts:
        met = np.ones(len(found), bool)
        for name, wanted in conflict.items():
            met &= np.isin(levels[name], [LEVELS[name].index(level) for level in wanted])
        found |= met
    return found
