"""The cheapest cells to hide, proven so: for components of a few hundred cells.

Fischetti and Salazar (2001): which cells are hidden is a covering problem, whose rows (capacity cuts) come from the
duals of what whoever reads can compute where too little is hidden. A limit of work, never of time, ends it.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from faro.disclosure.evidence import Evidence
from faro.disclosure.programs import Cover, Numbers, Program
from faro.disclosure.system import Mask, System

#: Times the covering problem is solved again with more rows: in shares of cells, and in whole ones.
_ROUNDS: Final = (400, 80)
#: How far whoever reads is taken to move a hidden cell, in multiples of the widest requirement.
_REACH: Final = 10
_SMALL: Final = 1e-6


@dataclass(frozen=True)
class Optimum:
    """The cells, None where it was given up, and what no cheaper choice can go below."""

    hidden: Mask | None
    bound: float


def cheapest(system: System, evidence: Evidence, kept: Mask) -> Optimum:
    """With as much as that evidence proves, and what is kept hidden anyway."""
    cover, separation = Cover(system.weights, kept), _Separation(system, evidence)
    shares, bound = _settled(cover, separation, _ROUNDS[0])
    if shares is not None:
        cover.in_whole()
        shares, whole = _settled(cover, separation, _ROUNDS[1])
        bound = max(bound, whole)
    return Optimum(None if shares is None else shares > 0.5, bound)


def bound(system: System, evidence: Evidence, kept: Mask, rounds: int) -> float:
    """What no protection can go below: that of shares of cells, as far as so many rounds prove it."""
    return _settled(Cover(system.weights, kept), _Separation(system, evidence), rounds)[1]


def _settled(cover: Cover, separation: "_Separation", rounds: int) -> tuple[Numbers | None, float]:
    """Shares that meet every requirement, None where it was given up before; and how cheap they can be at least."""
    least = 0.0
    for _ in range(rounds):
        shares = cover.cheapest()
        if shares is None:
            return None, least
        least = cover.cost(shares)
        rows = separation.rows(shares)
        if not rows:
            return shares, least
        for row in rows:
            cover.add(row)
    return None, least


class _Separation:
    """What whoever reads is kept from where cells are hidden in part, against what is required."""

    def __init__(self, system: System, evidence: Evidence) -> None:
        relations = system.relations
        sums = relations.matrix @ system.values
        self._rows = (relations.lower - sums, relations.upper - sums)
        reach = _REACH * max(np.max(np.abs(evidence.amounts), initial=0), 1)
        self._up = np.where(system.may_hide, float(reach), 0.0)
        self._down = np.where(system.may_hide, np.minimum(system.values - system.floors, reach), 0).astype(float)
        self._program = Program(relations.matrix, self._rows, (-self._down, self._up))
        self._evidence = evidence
        self._cells = np.arange(len(system))

    def rows(self, shares: Numbers) -> list[Numbers]:
        """A row of the covering problem for each requirement that these shares do not meet."""
        return [
            row
            for entry, amount in enumerate(self._evidence.amounts)
            if amount and (row := self._row(entry, int(amount), shares)) is not None
        ]

    def _row(self, entry: int, amount: int, shares: Numbers) -> Numbers | None:
        cell, sign = int(self._evidence.cells[entry]), 1 if amount > 0 else -1
        is_open = np.ones(len(self._cells))
        is_open[list(self._evidence.known_for(entry))] = 0
        up, down = self._up * is_open, self._down * is_open
        self._program.set_bounds(self._cells, -down * shares, up * shares)
        costs = np.zeros(len(self._cells))
        costs[cell] = -sign
        self._program.set_costs(costs)
        least = self._program.minimum()
        if least is None or -least >= abs(amount) - _SMALL:
            return None
        return self._cut(abs(amount), up, down)

    def _cut(self, amount: int, up: Numbers, down: Numbers) -> Numbers | None:
        of_rows, of_cells = self._program.row_duals(), self._program.column_duals()
        lower, upper = self._rows
        ends = np.where(of_rows > 0, lower, upper)
        active = np.abs(of_rows) > _SMALL
        wanted = amount + float(of_rows[active] @ ends[active])
        if wanted <= _SMALL:
            return None
        shares = np.maximum(of_cells, 0) * down + np.maximum(-of_cells, 0) * up
        shares[shares < _SMALL] = 0
        return np.minimum(shares / wanted, 1.0)
