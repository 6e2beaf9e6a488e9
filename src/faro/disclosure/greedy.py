"""Hiding cells one requirement after the other, and showing again what turned out not to be needed."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from faro.disclosure.deviations import Deviations
from faro.disclosure.evidence import Evidence, prove, prove_together
from faro.disclosure.search import NEAR, Search, nearby
from faro.disclosure.system import Component, Counts, Mask, Requirement, System, Weights

#: What moving a hidden cell costs, as a share of its weight: nothing is lost, but less to move is of more use.
_HIDDEN_ALREADY: Final = 1e-4
#: How many entries are met one by one until many are tried at once again.
_BETWEEN: Final = 100


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
    """Other evidence by the cells of a component that are still hidden; of a large one, by the nearest."""

    def __init__(self, component: Component, evidence: Evidence, hidden: Mask) -> None:
        self._component = component
        self._evidence = evidence
        self._hidden = hidden
        self._whole: tuple[Component, Deviations] | None = None
        if len(component) <= NEAR:
            self._whole = component, Deviations(component.system)
            self._whole[1].set_costs(component.system.weights)

    def without(self, cell: int) -> dict[int, Counts] | None:
        """Entry → evidence for what now rests on that cell; None where there is none for some of it."""
        found = {}
        for entry in self._evidence.moving(cell):
            wanted = int(self._evidence.cells[entry])
            if wanted not in self._component.place:  # what it moves here it need not move
                found[entry] = self._evidence.without(entry, self._component.cells)
                continue
            part, deviations = self._whole or self._near(wanted)
            closed = {cell, *self._evidence.known_for(entry), *part.cells[~self._hidden[part.cells]].tolist()}
            places = [part.place[one] for one in closed if one in part.place]
            deviation = deviations.cheapest(part.place[wanted], int(self._evidence.amounts[entry]), places)
            if deviation is None:
                return None
            found[entry] = part.whole(deviation, len(self._evidence))
        return found

    def _near(self, wanted: int) -> tuple[Component, Deviations]:
        system = self._component.system
        part, deviations = nearby(system, self._component.place[wanted], system.weights)
        return Component(self._component.cells[part.cells], part.system), deviations
