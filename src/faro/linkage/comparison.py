"""How alike two observations are, comparison by comparison, as levels; computed for many pairs at once."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from faro.linkage.names import NAME_LEVELS, name_levels
from faro.linkage.observations import Numbers, Observations

Mask = NDArray[np.bool_]
Levels = NDArray[np.int8]
Pairs = NDArray[np.int64]  #: two columns of row positions
_Array = TypeVar("_Array", Numbers, Mask)

#: Comparison → its levels. The first level of each, `missing`, is no evidence either way.
LEVELS: Mapping[str, tuple[str, ...]] = {
    "document": ("missing", "same", "near", "different", "other_kind"),
    **NAME_LEVELS,
    "birth": (
        "missing", "same", "same_first_of_january", "swapped", "first_of_january", "two_of_three", "year",
        "uncertain", "different",
    ),
    "phone": ("missing", "same", "different"),
    "places": ("missing", "same", "most", "some", "none"),
    "sex": ("missing", "same", "different"),
    "nationality": ("missing", "same", "different"),
}  # fmt: skip


def compare(of: Observations, pairs: Pairs) -> dict[str, Levels]:
    """Comparison → the position of each pair's level in LEVELS."""
    return {
        "document": _document(of, pairs),
        **name_levels(of, pairs),
        "birth": _birth(of, pairs),
        "phone": _equality("phone", of.phone, pairs),
        "places": _places(of, pairs),
        "sex": _equality("sex", of.sex, pairs),
        "nationality": _equality("nationality", of.nationality, pairs),
    }


def _sides(values: _Array, pairs: Pairs) -> tuple[_Array, _Array]:
    return values[pairs[:, 0]], values[pairs[:, 1]]


def first_true(comparison: str, conditions: Sequence[tuple[Mask, str]], otherwise: str) -> Levels:
    """Per pair the level of the first condition that holds."""
    positions = LEVELS[comparison]
    chosen = np.select([mask for mask, _ in conditions], [positions.index(level) for _, level in conditions],
                       positions.index(otherwise))  # fmt: skip
    return chosen.astype(np.int8)


def _equality(comparison: str, values: Numbers, pairs: Pairs) -> Levels:
    left, right = _sides(values, pairs)
    return first_true(comparison, [((left < 0) | (right < 0), "missing"), (left == right, "same")], "different")


def _document(of: Observations, pairs: Pairs) -> Levels:
    """Near: both become one when at most one character of each is left out. A kind that nobody stated is no kind."""
    left, right = _sides(of.document, pairs)
    left_kind, right_kind = _sides(of.document_kind, pairs)
    is_known, is_same = (left >= 0) & (right >= 0), left == right
    is_near = np.zeros(len(pairs), bool)
    asked = np.flatnonzero(is_known & ~is_same)
    is_near[asked] = _shared(of.document_near, pairs[asked]) > 0
    is_other_kind = (left_kind != right_kind) | (left_kind < 0)
    conditions = [(~is_known, "missing"), (is_same, "same"), (is_near, "near"), (is_other_kind, "other_kind")]
    return first_true("document", conditions, "different")


def _birth(of: Observations, pairs: Pairs) -> Levels:
    year, other_year = _sides(of.birth_year, pairs)
    month, other_month = _sides(of.birth_month, pairs)
    day, other_day = _sides(of.birth_day, pairs)
    january, other_january = _sides(of.is_first_of_january, pairs)
    same_year, is_whole = year == other_year, np.minimum.reduce([month, other_month, day, other_day]) >= 0
    parts = same_year.astype(int) + (month == other_month) + (day == other_day)
    conditions = [
        ((year < 0) | (other_year < 0), "missing"),
        (same_year & ~is_whole, "year"),
        ((parts == 3) & january & other_january, "same_first_of_january"),
        (parts == 3, "same"),
        (same_year & (month == other_day) & (day == other_month), "swapped"),
        (same_year & (january | other_january), "first_of_january"),
        (january | other_january, "uncertain"),
        ((parts == 2) & is_whole, "two_of_three"),
    ]
    return first_true("birth", conditions, "different")


def _places(of: Observations, pairs: Pairs) -> Levels:
    """The share that is common of what the side with fewer places knows."""
    fewer = np.minimum(*_sides((of.places >= 0).sum(axis=1), pairs))
    common = _shared(of.places, pairs)
    known = [(common == fewer, "same"), (common * 2 >= fewer, "most"), (common > 0, "some")]
    return first_true("places", [(fewer == 0, "missing"), *known], "none")


def _shared(sets: Numbers, pairs: Pairs) -> Numbers:
    """How many members the two sets of each pair have in common."""
    together = np.sort(np.concatenate(_sides(sets, pairs), axis=1), axis=1)
    is_twice = (together[:, 1:] == together[:, :-1]) & (together[:, 1:] >= 0)
    shared: Numbers = is_twice.sum(axis=1, dtype=np.int64)
    return shared
