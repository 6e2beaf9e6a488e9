"""Hiding cells one requirement after the other, and showing again what turned out not to be needed.

Each requirement is met by evidence: other counts in whole numbers, as true as the real ones to all that is shown, in
which its cell is as low, and others in which it is as high, as whoever reads must reckon with. What is evidence for one
often is for others, upside down too.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from faro.disclosure.deviations import Deviations
from faro.disclosure.system import Component, Counts, Mask, Requirement, System, mask_of

#: What moving a hidden cell costs, as a share of its weight: nothing is lost, but less to move is of more use.
_HIDDEN_ALREADY: Final = 1e-4
#: How many cells are looked at as one, and which shares of the dearest are left out to come to fewer.
_AT_ONCE: Final = 600
_SHARES: Final = (0.01, 0.02, 0.05, 0.1, 0.2, 0.4)


class Evidence:
    """Deviations that prove requirements, each requirement up and down."""

    def __init__(self, system: System, requirements: Sequence[Requirement]) -> None:
        self._system = system
        self._requirements = requirements
        #: How far each cell has to be moved, and by which deviation it is: one entry up and one down per requirement.
        self.amounts = np.array(
            [
                amount
                for one in requirements
                for amount in (one.high - system.values[one.cell], one.low - system.values[one.cell])
            ],
            dtype=np.int64,
        )
        self.cells = np.repeat(np.array([one.cell for one in requirements], dtype=np.int64), 2)
        self._deviations: list[Counts | None] = [None] * len(self.amounts)

    def __len__(self) -> int:
        """How many cells a deviation speaks of."""
        return len(self._system)

    def deviations(self) -> list[Counts]:
        """Each once."""
        return list({id(one): one for one in self._deviations if one is not None}.values())

    def open(self) -> Iterator[int]:
        """Entries that nothing proves yet."""
        for entry in range(len(self.amounts)):
            if self._asks()[entry] and self._deviations[entry] is None:
                yield entry

    def _asks(self) -> Mask:
        """Whether anything has to be moved for an entry: the first of two up, the second down."""
        up = np.arange(len(self.amounts)) % 2 == 0
        return np.where(up, self.amounts > 0, self.amounts < 0)

    def known_for(self, entry: int) -> frozenset[int]:
        return self._requirements[entry // 2].known

    def add(self, deviation: Counts) -> None:
        """For whatever it proves, also upside down."""
        for one in (deviation, -deviation):
            if one is deviation or self._is_as_true(one):
                self._add(one)

    def _add(self, deviation: Counts) -> None:
        moved = deviation[self.cells]
        enough = self._asks() & np.where(self.amounts > 0, moved >= self.amounts, moved <= self.amounts)
        support = set(np.flatnonzero(deviation).tolist())
        for entry in np.flatnonzero(enough):
            if self._deviations[entry] is None and not (support & self.known_for(int(entry))):
                self._deviations[entry] = deviation

    def replace(self, entry: int, deviation: Counts) -> None:
        self._deviations[entry] = deviation

    def without(self, entry: int, cells: Counts) -> Counts:
        """Its deviation where it moves none of these."""
        one = self._deviations[entry]
        deviation = np.zeros(len(self), dtype=np.int64) if one is None else one.copy()
        deviation[cells] = 0
        return deviation

    def moving(self, cell: int) -> list[int]:
        """Entries whose evidence moves that cell."""
        return [entry for entry, one in enumerate(self._deviations) if one is not None and one[cell] != 0]

    def _is_as_true(self, deviation: Counts) -> bool:
        return self._system.is_consistent(self._system.values + deviation)


def hide(system: System, requirements: Sequence[Requirement], hidden: Mask) -> tuple[Mask, Evidence]:
    """Which cells are hidden, those of the requirements and what was hidden before among them."""
    hidden = hidden.copy()
    hidden[[one.cell for one in requirements]] = True
    evidence = Evidence(system, requirements)
    if len(system) > _AT_ONCE:
        hidden = _by_parts(system, requirements, hidden, evidence)
    deviations = Deviations(system)
    deviations.set_costs(_costs(system, hidden))
    for entry in evidence.open():
        deviation = _nearest(deviations, evidence, entry)
        if deviation is None:
            continue
        evidence.add(deviation)
        moved = deviation != 0
        if np.any(moved & ~hidden):
            hidden |= moved
            deviations.set_costs(_costs(system, hidden))
    return hidden, evidence


def _by_parts(system: System, requirements: Sequence[Requirement], hidden: Mask, evidence: Evidence) -> Mask:
    """What is met while the dearest cells, which many tables share, stay shown: then each table is a part by itself."""
    hidden = hidden.copy()
    for part in _parts(system, hidden):
        own = [one.numbered(part.place) for one in requirements if one.cell in part.place]
        if not own:
            continue
        chosen, found = hide(part.system, own, hidden[part.cells])
        hidden[part.cells] |= chosen
        for deviation in found.deviations():
            whole = np.zeros(len(system), dtype=np.int64)
            whole[part.cells] = deviation
            evidence.add(whole)
    return hidden


def _parts(system: System, hidden: Mask) -> list[Component]:
    """No parts where no closing of dear cells makes them small enough."""
    for share in _SHARES:
        dear = system.weights > np.quantile(system.weights, 1 - share)
        parts = replace(system, may_hide=system.may_hide & (hidden | ~dear)).components()
        if len(parts[-1]) <= _AT_ONCE:
            return parts
    return []


def _nearest(deviations: Deviations, evidence: Evidence, entry: int) -> Counts | None:
    """As far as it goes: what no hiding reaches nobody can be made to reckon with, and the entry asks for no more."""
    amount = int(evidence.amounts[entry])
    while amount:
        found = deviations.cheapest(int(evidence.cells[entry]), amount, evidence.known_for(entry))
        if found is not None:
            evidence.amounts[entry] = amount
            return found
        amount -= 1 if amount > 0 else -1
    evidence.amounts[entry] = 0
    return None


def _costs(system: System, hidden: Mask) -> np.ndarray:
    return np.where(hidden, system.weights * _HIDDEN_ALREADY, system.weights)


def show_again(system: System, evidence: Evidence, hidden: Mask, kept: Mask) -> Mask:
    """The same without what is not needed: the dearest first. What is kept hidden stays so."""
    shown: set[int] = set()
    for part in replace(system, may_hide=system.may_hide & hidden).components():
        deviations = Deviations(part.system)
        deviations.set_costs(part.system.weights)
        unsure = [cell for cell in part.place if not kept[cell]]
        for cell in sorted(unsure, key=lambda one: (-system.weights[one], one)):
            others = _without(deviations, evidence, part, shown | {cell}, cell)
            if others is None:
                continue
            shown.add(cell)
            for entry, deviation in others.items():
                evidence.replace(entry, deviation)
    return hidden & ~mask_of(shown, len(system))


def _without(
    deviations: Deviations, evidence: Evidence, part: Component, shown: set[int], cell: int
) -> dict[int, Counts] | None:
    """Other evidence for what now rests on that cell; None where there is none for some of it."""
    found = {}
    for entry in evidence.moving(cell):
        if int(evidence.cells[entry]) not in part.place:  # what it moves here it need not move
            found[entry] = evidence.without(entry, part.cells)
            continue
        closed = [part.place[one] for one in shown | evidence.known_for(entry) if one in part.place]
        place = part.place[int(evidence.cells[entry])]
        deviation = deviations.cheapest(place, int(evidence.amounts[entry]), closed)
        if deviation is None:
            return None
        found[entry] = np.zeros(len(evidence), dtype=np.int64)
        found[entry][part.cells] = deviation
    return found
