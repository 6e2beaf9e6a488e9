"""Other counts that are as true as the real ones to everything that is shown.

A deviation is what is added to each count. It costs the weight of every cell that it moves, times how far it does: a
linear stand-in for what is lost if all of them are hidden, so that nobody tells it from the truth (Kelly, 1992).
"""

from collections.abc import Iterable, Mapping
from typing import Final

import numpy as np
from scipy.sparse import csr_array, hstack

from faro.disclosure.programs import INFINITE, Program
from faro.disclosure.system import Counts, Mask, System, Weights

#: What is nearer to a whole number than this is one; and a cost that only keeps what is of no use from being moved.
_WHOLE: Final = 1e-6
_AS_GOOD_AS_NOTHING: Final = 1e-3


class Deviations:
    """Of one system; columns come in pairs, how far a cell is moved up and how far down."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._cells = len(system)
        lower, upper = system.bounds
        sums = system.matrix @ system.values
        highs = np.concatenate([np.full(self._cells, INFINITE), (system.values - system.floors).astype(float)])
        highs[np.tile(~system.may_hide, 2)] = 0
        pairs = csr_array(hstack([system.matrix, -system.matrix]))
        self._program = Program(pairs, (lower - sums, upper - sums), (np.zeros(2 * self._cells), highs))
        self._closed: Counts = np.array([], dtype=np.int64)

    def set_costs(self, costs: Weights) -> None:
        """What it costs to move each cell by one."""
        self._program.set_costs(np.tile(costs, 2))

    def cheapest(self, cell: int, amount: int, closed: Iterable[int] = ()) -> Counts | None:
        """The cheapest in whole numbers that moves that cell so far, and no closed one; None where there is none."""
        up, down = cell, cell + self._cells
        if -amount > self._program.highs[down] or self._program.highs[up] == 0:
            return None
        self._close(closed)
        forced = np.array([max(amount, 0), max(-amount, 0)], dtype=float)
        self._program.set_bounds(np.array([up, down]), forced, forced)
        try:
            columns = self._program.whole_solution()
        finally:
            self._program.restore_bounds(np.array([up, down]))
        if columns is None:
            return None
        deviation = (columns[: self._cells] - columns[self._cells :]).astype(np.int64)
        # whatever a solver says: nothing is taken for evidence that is none
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
            columns = self._program.solution()
        finally:
            self._program.restore_bounds(np.concatenate([forward, backward]))
            self._closed = np.concatenate([self._closed, forward, backward])
        return [] if columns is None else self._whole_parts(columns[: self._cells] - columns[self._cells :])

    def _whole_parts(self, moved: Weights) -> list[Counts]:
        found = []
        for part in self._system.parts_of(np.flatnonzero(abs(moved) > _WHOLE)):
            whole = np.round(moved[part]).astype(np.int64)
            deviation = np.zeros(self._cells, dtype=np.int64)
            deviation[part] = whole
            if np.all(abs(moved[part] - whole) <= _WHOLE) and self._system.is_consistent(
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
