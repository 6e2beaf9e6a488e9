"""Hiding cells one requirement after the other, and showing again what turned out not to be needed."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from faro.disclosure.evidence import Evidence, prove, prove_together
from faro.disclosure.search import NEAR, Search
from faro.disclosure.system import Component, Counts, Mask, Requirement, System, Weights

#: What moving a hidden cell costs, as a share of its weight: nothing is lost, but less to move is of more use.
_HIDDEN_ALREADY: Final = 1e-4
#: How many entries are met one by one until many are tried at once again.
_BETWEEN: Final = 100
#: For how many cells of a component all of it is asked where what is near is not enough: those that are dearest.
_WIDE: Final = 300


def hide(system: System, requirements: Sequence[Requirement], hidden: Mask) -> tuple[Mask, Evidence]:
    """Which cells are hidden, those of the requirements and what was hidden before among them."""
    hidden = hidden.copy()
    hidden[[one.cell for one in requirements]] = True
    evidence = Evidence(system, requirements)
    search = Search(system, _costs(system, hidden))
    since = _BETWEEN
    for entry in evidence.open():
        if since >= _BETWEEN:
            prove_together(search, evidence, hidden)
            since = 0
            if not evidence.is_open(entry):
                continue
        deviation = prove(search, evidence, entry)
        since += 1
        if deviation is None:
            continue
        evidence.add(deviation)
        moved = deviation != 0
        if np.any(moved & ~hidden):
            hidden |= moved
            search.set_costs(_costs(system, hidden))
    return hidden, evidence


def _costs(system: System, hidden: Mask) -> Weights:
    return np.where(hidden, system.weights * _HIDDEN_ALREADY, system.weights)


def show_again(system: System, evidence: Evidence, hidden: Mask, kept: Mask) -> Mask:
    """The same without what is not needed: the dearest first. What is kept hidden stays so."""
    hidden = hidden.copy()
    for component in replace(system, may_hide=system.may_hide & hidden).components():
        showing = _Showing(component, evidence, hidden)
        unsure = [cell for cell in component.place if not kept[cell]]
        for cell in sorted(unsure, key=lambda one: (-system.weights[one], one)):
            others = showing.without(cell)
            if others is None:
                continue
            hidden[cell] = False
            for entry, deviation in others.items():
                evidence.replace(entry, deviation)
    return hidden


class _Showing:
    """Other evidence by the cells of a component that are still hidden; of a large one, by the nearest where they are
    enough, and else by all."""

    def __init__(self, component: Component, evidence: Evidence, hidden: Mask) -> None:
        self._component = component
        self._evidence = evidence
        self._hidden = hidden
        self._search = Search(component.system, component.system.weights)
        self._wide_left = 0 if len(component) <= NEAR else _WIDE

    def without(self, cell: int) -> dict[int, Counts] | None:
        """Entry → evidence for what now rests on that cell; None where there is none for some of it."""
        shown = ~self._hidden[self._component.cells]
        shown[self._component.place[cell]] = True
        found: dict[int, Counts] = {}
        missing: list[int] = []
        for entry in self._evidence.moving(cell):
            if self._evidence.cells[entry] not in self._component.place:  # what it moves here it need not move
                found[entry] = self._evidence.without(entry, self._component.cells)
                continue
            deviation = None if missing else self._by_nearest(entry, shown)
            if deviation is not None:
                found[entry] = deviation
            elif self._wide_left and self._evidence.is_usual(entry):
                missing.append(entry)  # and so are those after it: all together are sooner found
            else:
                return None
        by_all = self._by_all(missing, shown | self._evidence.closed[self._component.cells]) if missing else {}
        return None if by_all is None else found | by_all

    def _by_nearest(self, entry: int, shown: Mask) -> Counts | None:
        place = self._component.place
        known = [place[one] for one in self._evidence.known_for(entry) if one in place]
        closed = {*np.flatnonzero(shown).tolist(), *known}
        wanted, amount = int(self._evidence.cells[entry]), int(self._evidence.amounts[entry])
        deviation = self._search.cheapest(place[wanted], amount, closed)
        return None if deviation is None else self._component.whole(deviation, len(self._evidence))

    def _by_all(self, entries: list[int], closed: Mask) -> dict[int, Counts] | None:
        """Evidence for all of those entries by whatever of the component is not closed; None where some have none."""
        self._wide_left -= 1
        found: dict[int, Counts] = {}
        for is_up in (True, False):
            left = [entry for entry in entries if (self._evidence.amounts[entry] > 0) == is_up]
            while left:
                proven = self._at_once(left, closed)
                if not proven:
                    return None
                found |= proven
                left = [entry for entry in left if entry not in proven]
        return found

    def _at_once(self, entries: list[int], closed: Mask) -> dict[int, Counts]:
        """Evidence for as many of those entries, all up or all down, as one program moves."""
        cells, amounts = self._evidence.cells[entries], self._evidence.amounts[entries]
        places = [self._component.place[cell] for cell in cells.tolist()]
        found: dict[int, Counts] = {}
        for part in self._search.together(dict(zip(places, amounts.tolist(), strict=True)), closed):
            whole = self._component.whole(part, len(self._evidence))
            found |= dict.fromkeys(np.array(entries)[abs(whole[cells]) >= abs(amounts)].tolist(), whole)
        return found
