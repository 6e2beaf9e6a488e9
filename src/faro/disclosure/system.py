"""Counts that are tied to each other, as whoever reads the tables may write them down."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_array, csr_array
from scipy.sparse.csgraph import connected_components

Counts = npt.NDArray[np.int64]
Weights = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Relation:
    """lower ≤ Σ coefficient · count ≤ upper; an equation where both are the same."""

    cells: tuple[int, ...]
    coefficients: tuple[int, ...]
    lower: float = 0
    upper: float = 0


@dataclass(frozen=True)
class System:
    """One cell is one count, in however many tables it stands; each array has an entry per cell.

    `weights`: what is lost with the cell, above 0. `floors`: the least that whoever reads has to reckon with where it
    is hidden (1 where zeros are always shown). `may_hide`: not what is public anyway, nor a zero that is shown.
    """

    values: Counts
    weights: Weights
    floors: Counts
    may_hide: Mask
    relations: tuple[Relation, ...]

    def __post_init__(self) -> None:
        """Raises ValueError where the counts break a relation: then no attack on them means anything."""
        if not self.is_consistent(self.values):
            raise ValueError("the counts break a relation, or one is below its floor")

    def __len__(self) -> int:
        return len(self.values)

    @cached_property
    def matrix(self) -> csr_array:
        """One row per relation, one column per cell."""
        rows = np.repeat(np.arange(len(self.relations)), [len(relation.cells) for relation in self.relations])
        cells = np.fromiter((cell for relation in self.relations for cell in relation.cells), dtype=np.int64)
        entries = np.fromiter((one for relation in self.relations for one in relation.coefficients), dtype=np.float64)
        return csr_array((entries, (rows, cells)), shape=(len(self.relations), len(self)))

    @cached_property
    def bounds(self) -> tuple[Weights, Weights]:
        """What the sum of each relation lies between."""
        lower = np.array([relation.lower for relation in self.relations], dtype=np.float64)
        return lower, np.array([relation.upper for relation in self.relations], dtype=np.float64)

    def is_consistent(self, counts: Counts) -> bool:
        """Whether these counts fulfil every relation, and none that may be hidden is below its floor."""
        lower, upper = self.bounds
        sums = self.matrix @ counts
        keeps = bool(np.all(counts[self.may_hide] >= self.floors[self.may_hide]))
        return keeps and bool(np.all(sums >= lower) and np.all(sums <= upper))

    def components(self) -> "list[Component]":
        """The cells that may be hidden, in groups of which none tells anything of another; the smallest first."""
        groups = self.parts_of(np.flatnonzero(self.may_hide))
        return sorted((self.part(group.tolist()) for group in groups), key=len)

    def parts_of(self, cells: Counts) -> list[Counts]:
        """Those cells, in groups of which no relation says something of two."""
        tied = abs(csr_array(self.matrix[:, cells]))  # signs would cancel each other out
        count, group_of = connected_components(tied.T @ tied, directed=False)
        return [cells[group_of == group] for group in range(count)]

    def part(self, cells: list[int]) -> "Component":
        """Those cells as if all others were known: whatever is unknown there is unknown in the whole system too."""
        touching = sorted({number for cell in cells for number in self._touching(cell)})
        return Component(np.array(cells), self._of(cells, [self.relations[number] for number in touching]))

    def near(self, cell: int, most: int) -> list[int]:
        """At most so many cells that may be hidden: itself, and those that the fewest relations lead to."""
        near, reached, seen = [cell], {cell}, set[int]()
        for one in near:  # which grows meanwhile
            for number in self._touching(one).tolist():
                if number not in seen:
                    seen.add(number)
                    further = [other for other in self.relations[number].cells if self.may_hide[other]]
                    near += [other for other in further if other not in reached]
                    reached.update(further)
            if len(near) >= most:
                break
        return near[:most]

    def _touching(self, cell: int) -> Counts:
        """The numbers of the relations that say something of a cell."""
        by_cell = self._by_cell
        numbers: Counts = by_cell.indices[by_cell.indptr[cell] : by_cell.indptr[cell + 1]]
        return numbers

    @cached_property
    def _by_cell(self) -> csc_array:
        return csc_array(self.matrix)

    def asked(self, requirements: "Iterable[Requirement]") -> "list[tuple[Component, list[Requirement]]]":
        """Its components of which something is required, each with that; the smallest first."""
        components = self.components()
        number_of = {cell: number for number, component in enumerate(components) for cell in component.place}
        wanted: dict[int, list[Requirement]] = {}
        for requirement in requirements:
            wanted.setdefault(number_of[requirement.cell], []).append(requirement)
        return [(components[number], wanted[number]) for number in sorted(wanted)]

    def _of(self, cells: list[int], relations: list[Relation]) -> "System":
        """Those cells alone: what is left of these relations when the others are known."""
        place = {cell: number for number, cell in enumerate(cells)}
        return System(
            self.values[cells],
            self.weights[cells],
            self.floors[cells],
            self.may_hide[cells],
            tuple(self._left_of(relation, place) for relation in relations),
        )

    def _left_of(self, relation: Relation, place: dict[int, int]) -> Relation:
        parts = list(zip(relation.cells, relation.coefficients, strict=True))
        known = sum(coefficient * int(self.values[cell]) for cell, coefficient in parts if cell not in place)
        kept = [(place[cell], coefficient) for cell, coefficient in parts if cell in place]
        return Relation(
            tuple(cell for cell, _ in kept),
            tuple(coefficient for _, coefficient in kept),
            relation.lower - known,
            relation.upper - known,
        )


@dataclass(frozen=True)
class Component:
    """Cells by their numbers in the whole system, and the system that they are by themselves."""

    cells: Counts
    system: System

    def __len__(self) -> int:
        return len(self.cells)

    def whole(self, deviation: Counts, length: int) -> Counts:
        """The same in a system of so many cells, of which no other one is moved."""
        moved = np.zeros(length, dtype=np.int64)
        moved[self.cells] = deviation
        return moved

    @cached_property
    def place(self) -> Mapping[int, int]:
        """Number in the whole system → number here."""
        return {cell: number for number, cell in enumerate(self.cells.tolist())}


@dataclass(frozen=True)
class Requirement:
    """Whoever reads, and knows those cells too, must reckon with a count of `low` or less, and of `high` or more."""

    cell: int
    low: int
    high: int
    known: frozenset[int] = frozenset()

    def numbered(self, place: Mapping[int, int]) -> "Requirement":
        """The same where cells have those numbers; what is known of others is of no use there."""
        return Requirement(
            place[self.cell], self.low, self.high, frozenset(place[cell] for cell in self.known if cell in place)
        )


def mask_of(cells: Iterable[int], length: int) -> Mask:
    mask = np.zeros(length, dtype=bool)
    mask[list(cells)] = True
    return mask
