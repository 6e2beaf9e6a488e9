"""A reader who computes: from what is shown alone, with a solver and a way of writing tables down of their own."""

from collections.abc import Mapping, Sequence
from copy import copy
from itertools import pairwise

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

Shown = Mapping[tuple[tuple[str, str], ...], int | None]
Members = Mapping[str, tuple[frozenset[str], bool, Mapping[str, frozenset[str]]]]


class Reader:
    """Of editions, oldest first, each as it is shown: categories → count, or None where it is hidden.

    `members`: dimension → its members, whether one may have several, and members that are sums of others. `changes`:
    how many at most came and went between an edition and the next. `least`: 1 where a zero is always shown.
    """

    def __init__(
        self, editions: Sequence[Shown], members: Members, changes: Sequence[tuple[int, int]] = (), least: int = 1
    ) -> None:
        self._names = [(number, cell) for number, shown in enumerate(editions) for cell in shown]
        self._column = {name: column for column, name in enumerate(self._names)}
        self._members = members
        shown = [editions[number][cell] for number, cell in self._names]
        self._low = np.array([least if count is None else count for count in shown], dtype=float)
        self._high = np.array([np.inf if count is None else count for count in shown], dtype=float)
        self._rows: list[tuple[dict[int, int], float, float]] = []
        for number, edition in enumerate(editions):
            for cell in edition:
                self._write_down(number, edition, cell)
        for (old, new), (came, went) in zip(pairwise(range(len(editions))), changes, strict=False):
            for cell in editions[old].keys() & editions[new].keys():
                self._rows.append(({self._column[new, cell]: 1, self._column[old, cell]: -1}, -went, came))

    def _write_down(self, number: int, edition: Shown, cell: tuple[tuple[str, str], ...]) -> None:
        """That it is the sum of those that look at one thing more, or at least as many as each."""
        whole = self._column[number, cell]
        for name, (members, is_several, sums) in self._members.items():
            if name in dict(cell):
                parts = sums.get(dict(cell)[name], ())
                self._add(whole, [self._at(number, edition, cell, name, one) for one in parts], is_several)
            else:
                self._add(whole, [self._at(number, edition, cell, name, one) for one in members], is_several)
                within = [self._at(number, edition, cell, name, one) for one in sums]
                self._rows += [({whole: 1, part: -1}, 0, np.inf) for part in within if part is not None]

    def _at(self, number: int, edition: Shown, cell: tuple[tuple[str, str], ...], name: str, member: str) -> int | None:
        return self._column.get((number, tuple(sorted({**dict(cell), name: member}.items()))))

    def _add(self, whole: int, parts: Sequence[int | None], is_several: bool) -> None:
        there = [part for part in parts if part is not None]
        if not there or len(there) < len(parts):
            return
        if is_several:
            self._rows += [({whole: 1, part: -1}, 0, np.inf) for part in there]
            self._rows.append(({whole: -1, **dict.fromkeys(there, 1)}, 0, np.inf))
        else:
            self._rows.append(({whole: 1, **dict.fromkeys(there, -1)}, 0, 0))

    def knowing(self, edition: int, counts: Shown) -> "Reader":
        """The same reader, who has counted these in files of their own."""
        other = copy(self)
        other._low, other._high = self._low.copy(), self._high.copy()
        for cell, count in counts.items():
            assert count is not None
            column = self._column[edition, cell]
            other._low[column] = other._high[column] = count
        return other

    def may_be(self, edition: int, cell: tuple[tuple[str, str], ...], least: float, most: float) -> bool:
        """Whether that cell can hold a count between these, by others that are as true to all that is shown.

        A solver is believed when it shows such counts. That there are none is asked twice: SciPy's was seen to err.
        """
        column = self._column[edition, cell]
        low, high = self._low.copy(), np.minimum(self._high, 10_000)
        low[column], high[column] = max(low[column], least), min(high[column], most)
        if low[column] > high[column]:
            return False
        matrix = np.zeros((len(self._rows), len(self._names)))
        for row, (terms, _, _) in enumerate(self._rows):
            for each, coefficient in terms.items():
                matrix[row, each] = coefficient
        lower, upper = (np.array([row[end] for row in self._rows], dtype=float) for end in (1, 2))
        rules = [LinearConstraint(matrix, lower, upper)] if self._rows else []
        for presolve in (True, False):
            answer = milp(
                np.zeros(len(low)),
                constraints=rules,
                bounds=Bounds(low, high),
                integrality=np.ones(len(low)),
                options={"presolve": presolve},
            )
            if answer.status == 0:
                counts = np.round(answer.x)
                sums = matrix @ counts
                assert np.all((counts >= low) & (counts <= high))
                assert np.all((sums >= lower) & (sums <= upper))
                return True
        return False
