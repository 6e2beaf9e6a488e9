"""How alike two names are, from the bits that two keyed encodings have in common."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from faro.linkage.observations import Encodings, Observations

_PARTS = ("missing", "same", "contained", "similar", "partial", "different")
NAME_LEVELS: Mapping[str, tuple[str, ...]] = {"given": _PARTS, "surnames": _PARTS, "names": _PARTS}
_MISSING, _SAME, _CONTAINED, _SIMILAR, _PARTIAL, _DIFFERENT = range(6)

#: Least Dice coefficient of a level; `contained` is the share of the shorter name that the longer one has.
SAME, SIMILAR, PARTIAL, CONTAINED = 0.92, 0.70, 0.54, 0.93
#: Names of a person have more words in common with those of a sibling: all of them together must be more alike.
ALL_SIMILAR, ALL_PARTIAL = 0.84, 0.66
_PAIRS_AT_A_TIME = 100_000
_LEAST = 1e-9


def name_levels(of: Observations, pairs: NDArray[np.int64]) -> dict[str, NDArray[np.int8]]:
    """Given names and surnames, or all names in their place: where a part is unknown, or the parts stand swapped."""
    given, surnames = _levels(of.given, pairs, SIMILAR, PARTIAL), _levels(of.surnames, pairs, SIMILAR, PARTIAL)
    names = _levels(of.names, pairs, ALL_SIMILAR, ALL_PARTIAL)
    is_swapped = (names == _SAME) & ((np.maximum(given, surnames)) >= _PARTIAL)
    in_place = (names != _MISSING) & ((given == _MISSING) | (surnames == _MISSING) | is_swapped)
    given[in_place], surnames[in_place], names[~in_place] = _MISSING, _MISSING, _MISSING
    return {"given": given, "surnames": surnames, "names": names}


def _levels(of: Encodings, pairs: NDArray[np.int64], similar: float, partial: float) -> NDArray[np.int8]:
    dice, contained = _likeness(of, pairs)
    levels = np.full(len(pairs), _DIFFERENT, np.int8)
    for level, is_met in (
        (_PARTIAL, dice >= partial), (_SIMILAR, dice >= similar), (_CONTAINED, contained >= CONTAINED),
        (_SAME, dice >= SAME), (_MISSING, ~(of.is_known[pairs]).all(axis=1)),
    ):  # fmt: skip
        levels[is_met] = level
    return levels


def _likeness(of: Encodings, pairs: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Dice coefficient, and the share of the smaller name that the other has too, of what made the bits."""
    united = np.empty(len(pairs), np.int64)
    for start in range(0, len(pairs), _PAIRS_AT_A_TIME):
        left, right = pairs[start : start + _PAIRS_AT_A_TIME].T
        either = np.bitwise_count(of.bits[left] | of.bits[right])
        united[start : start + _PAIRS_AT_A_TIME] = either.sum(axis=1, dtype=np.int64)
    all_bits = of.bits.shape[1] * 8
    one, other = _made(of.size[pairs], all_bits).T
    common = np.clip(one + other - _made(united, all_bits), 0, np.minimum(one, other))
    return 2 * common / np.maximum(one + other, _LEAST), common / np.maximum(np.minimum(one, other), _LEAST)


def _made(bits: NDArray[np.int64], all_bits: int) -> NDArray[np.float64]:
    """How much was put into that many bits, up to a factor: some of it fell on bits that were set already."""
    made: NDArray[np.float64] = -np.log1p(-np.minimum(bits, all_bits - 1) / all_bits)
    return made
