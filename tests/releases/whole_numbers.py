"""What equations and inequalities in whole numbers leave open, asked of a solver in whole numbers."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import ceil, floor, inf, isfinite
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, hstack
from scipy.sparse.csgraph import connected_components

Weights = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
#: Unknown → the least and the most that it may be.
Ends = Mapping[int, tuple[int, int]]
#: low ≤ Σ coefficient · unknown ≤ high.
Row = tuple[Mapping[int, int], float, float]

#: More than any count is.
_MOST: Final = 2_000
#: How often all rows are read for what each says by itself.
_ROUNDS: Final = 30
_EXACT: Final = 1e-9
#: How well and how long is looked for numbers that answer many questions at once.
_QUICKLY: Final = {"mip_rel_gap": 0.1, "node_limit": 200}


class Equations:
    """Unknown whole numbers and what is said of them."""

    def __init__(self) -> None:
        self._ends: list[tuple[int, int]] = []
        self._leader: list[int] = []
        self._said: list[Row] = []

    def unknown(self, low: int = 0, high: int = _MOST) -> int:
        self._ends.append((low, high))
        self._leader.append(len(self._leader))
        return len(self._leader) - 1

    def say(self, terms: Mapping[int, int], low: float, high: float) -> None:
        self._said.append((terms, low, high))

    def same(self, one: int, other: int) -> None:
        kept, gone = sorted((self.leader(one), self.leader(other)))
        both = self._ends[kept], self._ends[gone]
        self._leader[gone] = kept
        self._ends[kept] = max(low for low, _ in both), min(high for _, high in both)

    def leader(self, number: int) -> int:
        """The one that stands for all that are the same."""
        while self._leader[number] != number:
            number = self._leader[number]
        return number

    @cached_property
    def pieces(self) -> list["Piece"]:
        """When all is said: parts that say nothing of each other, each with what is left open in it.

        Raises ValueError where what is said contradicts itself.
        """
        rows = list(self._rows())
        ends = _narrowed(self._ends, rows)
        leaders = [number for number, leader in enumerate(self._leader) if leader == number]
        return list(_pieces(leaders, ends, [free for row in rows if (free := _without_known(row, ends))[0]]))

    def _rows(self) -> Iterator[Row]:
        """Each once, of leaders alone."""
        seen = set()
        for terms, low, high in self._said:
            merged: dict[int, int] = {}
            for number, coefficient in terms.items():
                leader = self.leader(number)
                merged[leader] = merged.get(leader, 0) + coefficient
            kept = {number: coefficient for number, coefficient in merged.items() if coefficient}
            name = (*sorted(kept.items()), low, high)
            if kept and name not in seen:
                seen.add(name)
                yield kept, low, high


def _narrowed(ends: Iterable[tuple[int, int]], rows: Iterable[Row]) -> list[tuple[int, int]]:
    """What each row by itself says of the ends of its unknowns, again and again."""
    now = list(ends)
    for _ in range(_ROUNDS):
        before = list(now)
        for row in rows:
            _narrow(now, row)
        if before == now:
            break
    return now


def _narrow(ends: list[tuple[int, int]], row: Row) -> None:
    terms, low, high = row
    least, most = (sum(c * ends[n][side if c > 0 else 1 - side] for n, c in terms.items()) for side in (0, 1))
    for number, c in terms.items():
        own = sorted(c * end for end in ends[number])
        down, up = sorted(((low - (most - own[1])) / c, (high - (least - own[0])) / c))
        first = max(ends[number][0], ceil(down - _EXACT) if isfinite(down) else 0)
        last = min(ends[number][1], floor(up + _EXACT) if isfinite(up) else _MOST)
        if first > last:
            raise ValueError("what is said contradicts itself")
        new = sorted((c * first, c * last))
        least, most = least - own[0] + new[0], most - own[1] + new[1]
        ends[number] = first, last


def _without_known(row: Row, ends: list[tuple[int, int]]) -> Row:
    terms, low, high = row
    known = sum(c * ends[n][0] for n, c in terms.items() if ends[n][0] == ends[n][1])
    return {n: c for n, c in terms.items() if ends[n][0] < ends[n][1]}, low - known, high - known


def _pieces(leaders: Iterable[int], ends: list[tuple[int, int]], rows: Iterable[Row]) -> Iterator["Piece"]:
    rows = list(rows)
    pairs = np.array([(next(iter(terms)), one) for terms, _, _ in rows for one in terms], dtype=np.int64).reshape(-1, 2)
    graph = csr_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(len(ends), len(ends)))
    _, labels = connected_components(graph, directed=False)
    members: dict[int, list[int]] = {}
    said: dict[int, list[Row]] = {}
    for number in leaders:
        members.setdefault(labels[number], []).append(number)
    for row in rows:
        said.setdefault(labels[next(iter(row[0]))], []).append(row)
    for label, numbers in members.items():
        yield _piece(numbers, ends, said.get(label, []))


def _piece(numbers: list[int], ends: list[tuple[int, int]], rows: list[Row]) -> "Piece":
    place = {number: column for column, number in enumerate(numbers)}
    entries = [(row, place[number], c) for row, (terms, _, _) in enumerate(rows) for number, c in terms.items()]
    at, columns, values = np.array(entries, dtype=np.int64).reshape(-1, 3).T
    matrix = csr_array((values.astype(float), (at, columns)), shape=(len(rows), len(numbers)))
    low, high = (np.array([ends[number][side] for number in numbers], dtype=float) for side in (0, 1))
    lower, upper = (np.array([row[side] for row in rows], dtype=float) for side in (1, 2))
    return Piece(place, low, high, matrix, lower, upper)


@dataclass(frozen=True)
class Piece:
    """`place`: unknown → column."""

    place: Mapping[int, int]
    low: Weights
    high: Weights
    matrix: csr_array
    lower: Weights
    upper: Weights

    def narrower(self, wanted: Ends) -> Ends:
        """Of those that should be as open as wanted the ends of those that are not."""
        here = {number: ends for number, ends in wanted.items() if number in self.place}
        found = {number: list(ends) for number, ends in here.items()}
        for side, sign in ((0, 1), (1, -1)):
            for number in self._not_seen({number: ends[side] for number, ends in here.items()}, sign):
                as_wanted = max if sign > 0 else min
                found[number][side] = as_wanted(here[number][side], self._end(self.place[number], sign))
        return {
            number: (low, high)
            for number, (low, high) in found.items()
            if low > here[number][0] or high < here[number][1]
        }

    def _not_seen(self, goals: Mapping[int, int], sign: int) -> list[int]:
        """Whatever was not seen to be as little as its goal, or as much for a sign of -1, with many others at once."""
        left = {self.place[number]: goal for number, goal in goals.items()}
        is_of_use = True
        while left and is_of_use:
            numbers = self._together(left, sign)
            reached = [] if numbers is None else [one for one in left if sign * (numbers[one] - left[one]) <= 0]
            is_of_use = bool(reached)
            left = {column: goal for column, goal in left.items() if column not in reached}
        return [number for number in goals if self.place[number] in left]

    def _together(self, goals: Mapping[int, int], sign: int) -> Whole | None:
        """Numbers that miss the goals by as little as is quickly found: a column more for what each misses."""
        columns, size, more = list(goals), len(self.low), len(goals)
        chosen = csr_array((np.full(more, float(sign)), (range(more), columns)), shape=(more, size))
        missed = csr_array((np.full(more, -1.0), (range(more), range(more))), shape=(more, more))
        rows = [
            LinearConstraint(hstack([self.matrix, csr_array((len(self.lower), more))]), self.lower, self.upper),
            LinearConstraint(hstack([chosen, missed]), -inf, sign * np.array(list(goals.values()), dtype=float)),
        ]
        answer = milp(
            np.repeat([0.0, 1.0], [size, more]),
            constraints=rows,
            bounds=Bounds(np.append(self.low, np.zeros(more)), np.append(self.high, np.full(more, inf))),
            integrality=np.repeat([1, 0], [size, more]),
            options=_QUICKLY,
        )
        return None if answer.x is None else self._checked(answer.x[:size])

    def _end(self, column: int, sign: int) -> int:
        """The least that it may be, or the most; the farther of two answers, for SciPy's solver was seen to err."""
        aim = np.zeros(len(self.low))
        aim[column] = sign
        ends = []
        for presolve in (True, False):
            answer: Any = milp(
                aim,
                constraints=[LinearConstraint(self.matrix, self.lower, self.upper)] if len(self.lower) else [],
                bounds=Bounds(self.low, self.high),
                integrality=np.ones(len(self.low)),
                options={"presolve": presolve},
            )
            numbers = self._checked(answer.x) if answer.status == 0 else None
            assert numbers is not None, answer.message
            ends.append(int(numbers[column]))
        return min(ends) if sign > 0 else max(ends)

    def _checked(self, found: Weights) -> Whole | None:
        """The numbers that a solver shows, where they are true to all that is said."""
        numbers = np.round(found).astype(np.int64)
        sums = self.matrix @ numbers
        is_within = np.all((numbers >= self.low) & (numbers <= self.high))
        return numbers if is_within and np.all((sums >= self.lower) & (sums <= self.upper)) else None
