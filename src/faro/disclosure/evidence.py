"""Evidence that a count is unknown: other counts in whole numbers, as true as the real ones to all that is shown.

In some its cell is as low, in others as high, as whoever reads must reckon with. What is evidence for one requirement
often is for others, upside down too.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Final

import numpy as np

from faro.disclosure.search import Search
from faro.disclosure.system import Counts, Mask, Requirement, System, mask_of

#: The share of entries from which on it helped to try many at once.
_OF_USE: Final = 0.02


@dataclass(frozen=True)
class Shortfall:
    """A requirement that is not met, and what whoever reads can be made to reckon with at most."""

    requirement: Requirement
    low: int
    high: int


class Evidence:
    """Deviations that prove requirements, each requirement up and down."""

    def __init__(self, system: System, requirements: Sequence[Requirement]) -> None:
        self._system = system
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
        low, high = (ends[self.cells] - system.values[self.cells] for ends in system.intervals)
        self.amounts = np.clip(self.amounts, low, high).astype(np.int64)
        self._deviations: list[Counts | None] = [None] * len(self.amounts)
        readers = Counter(one.known for one in requirements)
        self._readers: list[frozenset[int]] = list(readers)
        number = {known: place for place, known in enumerate(self._readers)}
        self._reader = np.repeat(np.array([number[one.known] for one in requirements], dtype=np.int64), 2)
        #: What most who read know anyway, and that as a mask.
        self.usual = max(readers, key=lambda one: readers[one], default=frozenset[int]())
        self.closed = mask_of(self.usual, len(system))

    def __len__(self) -> int:
        """How many cells a deviation speaks of."""
        return len(self._system)

    def open(self) -> Iterator[int]:
        """Entries that nothing proves yet."""
        for entry in np.flatnonzero(self._asks()).tolist():
            if self._deviations[entry] is None:
                yield entry

    def _asks(self) -> Mask:
        """Whether anything has to be moved for an entry: the first of two up, the second down."""
        up = np.arange(len(self.amounts)) % 2 == 0
        return np.where(up, self.amounts > 0, self.amounts < 0)

    def is_open(self, entry: int) -> bool:
        return self._deviations[entry] is None

    def open_amounts(self, up: bool) -> dict[int, int]:
        """Cell → how far it has to be moved that way, of what nothing proves yet to most who read."""
        return {
            int(self.cells[entry]): int(self.amounts[entry])
            for entry in self.open()
            if (self.amounts[entry] > 0) == up and self.is_usual(entry)
        }

    def known_for(self, entry: int) -> frozenset[int]:
        return self._readers[int(self._reader[entry])]

    def is_usual(self, entry: int) -> bool:
        """Whether it is for a reader who knows what most know."""
        return self.known_for(entry) is self.usual

    def add(self, deviation: Counts) -> int:
        """For whatever it proves, also upside down; how many entries those are."""
        return sum(self._add(one) for one in (deviation, -deviation) if one is deviation or self._is_as_true(one))

    def _add(self, deviation: Counts) -> int:
        moved = deviation[self.cells]
        enough = self._asks() & np.where(self.amounts > 0, moved >= self.amounts, moved <= self.amounts)
        support = set(np.flatnonzero(deviation).tolist())
        is_new_to = np.array([known.isdisjoint(support) for known in self._readers], dtype=bool)
        proven = 0
        for entry in np.flatnonzero(enough & is_new_to[self._reader]).tolist():
            if self._deviations[entry] is None:
                self._deviations[entry] = deviation
                proven += 1
        return proven

    def shortfalls(self, system: System, requirements: Sequence[Requirement]) -> list[Shortfall]:
        """Of these requirements, which are those of the evidence by their numbers in that system."""
        found = []
        for requirement, (up, down) in zip(requirements, self.amounts.reshape(-1, 2).tolist(), strict=True):
            value = int(system.values[requirement.cell])
            low, high = value + down, value + up
            if low > requirement.low or high < requirement.high:
                found.append(Shortfall(requirement, low, high))
        return found

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


def prove_together(search: Search, evidence: Evidence, hidden: Mask) -> None:
    """What the cells that are hidden already prove, many entries at once: upwards, downwards, while it helps."""
    useless = 0
    for turn in count():
        amounts = evidence.open_amounts(up=turn % 2 == 0)
        proven = 0
        for deviation in search.together(amounts, ~hidden | evidence.closed) if amounts else ():
            proven += evidence.add(deviation)
        useless = 0 if proven > len(amounts) * _OF_USE else useless + 1
        if useless == 2:
            return


def prove(search: Search, evidence: Evidence, entry: int) -> Counts | None:
    """Evidence for that entry as far as it goes: for what no hiding reaches, the entry asks no more."""
    cell = int(evidence.cells[entry])
    found = search.nearest(cell, int(evidence.amounts[entry]), evidence.known_for(entry))
    evidence.amounts[entry] = 0 if found is None else found[cell]
    return found
