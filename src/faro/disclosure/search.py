"""Deviations of a large system: among the cells that are nearest to the one that is moved, where that is enough."""

from collections.abc import Iterable, Mapping
from typing import Final

from faro.disclosure.deviations import Deviations
from faro.disclosure.system import Counts, Mask, System, Weights

#: So many cells are the nearest ones.
NEAR: Final = 800


class Search:
    """Of one system: what a program of few cells finds is found sooner than by one of all."""

    def __init__(self, system: System, costs: Weights) -> None:
        self._system = system
        self._whole = Deviations(system)
        self.set_costs(costs)

    def set_costs(self, costs: Weights) -> None:
        """What it costs to move each cell by one."""
        self._costs = costs
        self._whole.set_costs(costs)

    def nearest(self, cell: int, amount: int, closed: Iterable[int]) -> Counts | None:
        """One in whole numbers that moves that cell so far, or as far as it goes, and no closed one, at a low cost.

        None where it cannot be moved at all.
        """
        found = self.cheapest(cell, amount, closed)
        return self._whole.farthest(cell, amount, closed) if found is None else found

    def cheapest(self, cell: int, amount: int, closed: Iterable[int]) -> Counts | None:
        """The same where the nearest cells are enough for so far, or all of a small system; else None."""
        among = self._among_near if len(self._system) > NEAR else self._whole.cheapest
        return among(cell, amount, closed)

    def _among_near(self, cell: int, amount: int, closed: Iterable[int]) -> Counts | None:
        part = self._system.part(self._system.near(cell, NEAR))  # as if all others were known
        deviations = Deviations(part.system)
        deviations.set_costs(self._costs[part.cells])
        places = [part.place[one] for one in closed if one in part.place]
        found = deviations.cheapest(part.place[cell], amount, places)
        return None if found is None else part.whole(found, len(self._system))

    def together(self, amounts: Mapping[int, int], closed: Mask) -> list[Counts]:
        """Parts of one deviation that moves many of these cells, each at most so far, and no closed one."""
        found = self._whole.together(amounts, closed)
        self._whole.set_costs(self._costs)
        return found
