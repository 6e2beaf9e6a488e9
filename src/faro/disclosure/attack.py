"""What whoever reads can compute: between which counts a hidden one lies, given all that is shown and all relations."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from faro.disclosure.programs import INFINITE, Program
from faro.disclosure.system import Component, Mask, Requirement, System


@dataclass(frozen=True)
class Breach:
    """A requirement that is not met: what whoever reads is left to reckon with, in whole numbers."""

    requirement: Requirement
    low: float
    high: float


def breaches(system: System, hidden: Mask, requirements: Iterable[Requirement]) -> list[Breach]:
    """The requirements that do not hold where those cells are hidden and all others shown."""
    attacks, place = _attacks(system, hidden)
    found = []
    for requirement in requirements:
        if requirement.cell not in place:
            shown = float(system.values[requirement.cell])
            low, high = shown, shown
        else:
            low, high = attacks[place[requirement.cell]].whole_interval(requirement)
        if low > requirement.low or high < requirement.high:
            found.append(Breach(requirement, low, high))
    return found


def _attacks(system: System, hidden: Mask) -> tuple["list[_Attack]", dict[int, int]]:
    components = replace(system, may_hide=system.may_hide & hidden).components()
    place = {cell: number for number, component in enumerate(components) for cell in component.place}
    return [_Attack(component) for component in components], place


class _Attack:
    """On the hidden cells of one component; columns are their counts."""

    def __init__(self, component: Component) -> None:
        system = component.system
        self._place = component.place
        self._values = system.values
        columns = (system.floors.astype(float), np.full(len(system), INFINITE))
        self._program = Program(system.matrix, system.bounds, columns)

    def whole_interval(self, requirement: Requirement) -> tuple[float, float]:
        """As far as the requirement goes: what lies beyond is not looked for."""
        with _Known(self, requirement.known):
            low = self._whole(requirement.cell, requirement.low, -1)
            return low, self._whole(requirement.cell, requirement.high, 1)

    def _whole(self, cell: int, wanted: int, step: int) -> float:
        """The wanted count if it can be that or beyond, else the nearest to it of which that is true."""
        place = self._place[cell]
        self._program.set_costs(np.zeros(len(self._values)))
        value = int(self._values[place])
        for count in range(wanted, value, -step):
            ends = (self._program.lows[place], float(count)) if step < 0 else (float(count), INFINITE)
            self._program.set_bounds(np.array([place]), *(np.array([end]) for end in ends))
            reached = self._program.whole_solution() is not None
            self._program.restore_bounds(np.array([place]))
            if reached:
                return count
        return value


class _Known:
    """For as long as whoever reads knows those cells."""

    def __init__(self, attack: _Attack, known: frozenset[int]) -> None:
        self._program = attack._program
        self._cells = np.array([attack._place[cell] for cell in known if cell in attack._place], dtype=np.int64)
        self._values = attack._values[self._cells].astype(float)

    def __enter__(self) -> None:
        self._program.set_bounds(self._cells, self._values, self._values)

    def __exit__(self, *_: object) -> None:
        self._program.restore_bounds(self._cells)
