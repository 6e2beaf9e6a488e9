"""Other counts that are as true as the real ones to everything that is shown.

A deviation is what is added to each count. It costs the weight of every cell that it moves, times how far it does: a
linear stand-in for what is lost if all of them are hidden, so that nobody tells it from the truth (Kelly, 1992).
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final

import numpy as np
from scipy.sparse import csr_array, hstack

from faro.disclosure.programs import INFINITE, SEARCHED, WHOLE, Program
from faro.disclosure.system import Counts, Mask, System, Weights

#: A cost that only keeps what is of no use from being moved.
_AS_GOOD_AS_NOTHING: Final = 1e-3
#: How often many are moved again without what was not moved in whole numbers.
_REPAIRS: Final = 5
#: What it is worth to move a cell by one more: more than anything costs.
_FARTHER: Final = 1e5


class Deviations:
    """Of one system; columns come in pairs, how far a cell is moved up and how far down."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._cells = len(system)
        relations = system.relations
        sums = relations.matrix @ system.values
        highs = np.concatenate([np.full(self._cells, INFINITE), (system.values - system.floors).astype(float)])
        highs[np.tile(~system.may_hide, 2)] = 0
        pairs = csr_array(hstack([relations.matrix, -relations.matrix]))
        rows = (relations.lower - sums, relations.upper - sums)
        self._program = Program(pairs, rows, (np.zeros(2 * self._cells), highs))
        self._closed: Counts = np.array([], dtype=np.int64)

    def set_costs(self, costs: Weights) -> None:
        """What it costs to move each cell by one."""
        self._program.set_costs(np.tile(costs, 2))

    def cheapest(self, cell: int, amount: int, closed: Iterable[int] = ()) -> Counts | None:
        """One in whole numbers that moves that cell so far, and no closed one, at the least cost that is soon found."""
        with self._moving(cell, (amount, amount), closed) as possible:
            return self._evidence(self._program.whole_solution()) if possible else None

    def farthest(self, cell: int, amount: int, closed: Iterable[int] = ()) -> Counts | None:
        """One that moves that cell as far as it goes, at most so far, and no closed one; None where it cannot be moved.

        It is searched for among what moves it farthest in numbers of any kind, then among all.
        """
        with self._moving(cell, (1 if amount > 0 else -1, amount), closed) as possible, self._rewarding(cell):
            self._program.start_anew()
            columns = self._program.solution() if possible else None
            return None if columns is None else self._farthest(cell, amount, columns)

    def _farthest(self, cell: int, amount: int, columns: Weights) -> Counts | None:
        bound = int(abs(columns[cell] - columns[cell + self._cells]) + WHOLE)
        best = self._evidence(columns)
        for search in (self._among_moved, self._among_all):
            if best is not None and abs(best[cell]) >= bound:
                break
            found = search(cell, amount, columns)
            if found is not None and (best is None or abs(found[cell]) > abs(best[cell])):
                best = found
        return best

    def _among_moved(self, cell: int, amount: int, columns: Weights) -> Counts | None:
        part = self._system.part(np.flatnonzero(columns[: self._cells] + columns[self._cells :]))
        few, place = Deviations(part.system), part.place[cell]
        few.set_costs(self._program.costs[part.cells])
        with few._moving(place, (1 if amount > 0 else -1, amount), ()), few._rewarding(place):
            found = few._among_all(place, amount, columns.reshape(2, -1)[:, part.cells].ravel())
        return None if found is None else part.whole(found, self._cells)

    def _among_all(self, _cell: int, amount: int, columns: Weights) -> Counts | None:
        if 2 * self._cells > SEARCHED:
            return self._evidence(self._program.varied(columns != 0))
        return self._evidence(self._program.searched(gap=0.5 / (abs(amount) + 1)))

    @contextmanager
    def _rewarding(self, cell: int) -> Iterator[None]:
        """Moving that cell farther is worth more than anything costs."""
        costs = self._program.costs
        rewarded = costs.copy()
        rewarded[[cell, cell + self._cells]] = -_FARTHER
        self._program.set_costs(rewarded)
        try:
            yield
        finally:
            self._program.set_costs(costs)

    @contextmanager
    def _moving(self, cell: int, amounts: tuple[int, int], closed: Iterable[int]) -> Iterator[bool]:
        """With that cell moved between those amounts; whether that is possible for it alone."""
        up, down = cell, cell + self._cells
        forward, backward = (up, down) if amounts[1] > 0 else (down, up)
        near, far = map(abs, amounts)
        if self._program.highs[forward] < near:
            yield False
            return
        self._close(closed)
        ends = np.array([near, 0.0]), np.array([min(far, self._program.highs[forward]), 0.0])
        self._program.set_bounds(np.array([forward, backward]), *ends)
        try:
            yield True
        finally:
            self._program.restore_bounds(np.array([up, down]))

    def _evidence(self, columns: Weights | None) -> Counts | None:
        """Whatever a solver says: nothing is taken for evidence that is none."""
        if columns is None:
            return None
        deviation = np.round(columns[: self._cells] - columns[self._cells :]).astype(np.int64)
        return deviation if self._system.is_consistent(self._system.values + deviation) else None

    def together(self, amounts: Mapping[int, int], closed: Mask) -> list[Counts]:
        """Parts of one deviation that moves many of these cells, each at most so far, and no closed one.

        No two parts have to do with each other. What moving costs has to be said again afterwards.
        """
        cells = np.array(sorted(amounts), dtype=np.int64)
        wanted = np.array([amounts[cell] for cell in cells.tolist()], dtype=np.int64)
        forward, backward = cells + self._cells * (wanted < 0), cells + self._cells * (wanted > 0)
        costs = np.full(2 * self._cells, _AS_GOOD_AS_NOTHING)
        costs[forward] = -1 / abs(wanted)
        self._close(np.flatnonzero(closed).tolist())
        none = np.zeros(len(cells))
        self._program.set_costs(costs)
        self._program.set_bounds(forward, none, np.minimum(abs(wanted), self._program.highs[forward]))
        self._program.set_bounds(backward, none, none)
        try:
            moved = self._nearly_whole()
        finally:
            self._program.restore_bounds(np.concatenate([forward, backward]))
            self._closed = np.union1d(self._closed, np.concatenate([forward, backward]))
        return [] if moved is None else self._whole_parts(moved)

    def _nearly_whole(self) -> Weights | None:
        """Of the least cost, with what was not whole not moved instead: a few cells would spoil all that they touch."""
        for _ in range(_REPAIRS):
            columns = self._program.solution()
            if columns is None:
                return None
            moved = columns[: self._cells] - columns[self._cells :]
            broken = np.flatnonzero(np.abs(moved - np.round(moved)) > WHOLE)
            if not len(broken):
                break
            pairs = np.concatenate([broken, broken + self._cells])
            self._closed = np.union1d(self._closed, pairs)
            self._program.set_bounds(pairs, np.zeros(len(pairs)), np.zeros(len(pairs)))
        return moved

    def _whole_parts(self, moved: Weights) -> list[Counts]:
        found = []
        for part in self._system.parts_of(np.flatnonzero(abs(moved) > WHOLE)):
            whole = np.round(moved[part]).astype(np.int64)
            deviation = np.zeros(self._cells, dtype=np.int64)
            deviation[part] = whole
            if np.all(abs(moved[part] - whole) <= WHOLE) and self._system.is_consistent(
                self._system.values + deviation
            ):
                found.append(deviation)
        return found

    def _close(self, cells: Iterable[int]) -> None:
        """Those and no others."""
        self._program.restore_bounds(self._closed)
        shut = np.array(list(cells), dtype=np.int64)
        self._closed = np.concatenate([shut, shut + self._cells])
        self._program.set_bounds(self._closed, np.zeros(len(self._closed)), np.zeros(len(self._closed)))
