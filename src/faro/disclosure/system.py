"""Counts that are tied to each other, as whoever reads the tables may write them down."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_array, csr_array
from scipy.sparse.csgraph import connected_components

Counts = npt.NDArray[np.int64]
Weights = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
#: How often relations are gone through, each with what the others told.
_PASSES: Final = 20
_ROUNDING: Final = 1e-6


@dataclass(frozen=True)
class Relation:
    """lower ≤ Σ coefficient · count ≤ upper; an equation where both are the same."""

    cells: tuple[int, ...]
    coefficients: tuple[int, ...]
    lower: float = 0
    upper: float = 0


@dataclass(frozen=True)
class Relations:
    """One row per relation, one column per cell, and what the sum of each lies between."""

    matrix: csr_array
    lower: Weights
    upper: Weights

    @classmethod
    def of(cls, relations: Sequence[Relation], cells: int) -> "Relations":
        rows = np.repeat(np.arange(len(relations)), [len(one.cells) for one in relations])
        columns = np.fromiter((cell for one in relations for cell in one.cells), dtype=np.int64)
        entries = np.fromiter((part for one in relations for part in one.coefficients), dtype=np.float64)
        return cls(
            csr_array((entries, (rows, columns)), shape=(len(relations), cells)),
            np.array([one.lower for one in relations], dtype=np.float64),
            np.array([one.upper for one in relations], dtype=np.float64),
        )

    def __len__(self) -> int:
        return len(self.lower)

    def __iter__(self) -> Iterator[Relation]:
        for number, (lower, upper) in enumerate(zip(self.lower.tolist(), self.upper.tolist(), strict=True)):
            own = slice(self.matrix.indptr[number], self.matrix.indptr[number + 1])
            parts = self.matrix.data[own].astype(np.int64)
            yield Relation(tuple(self.matrix.indices[own].tolist()), tuple(parts.tolist()), lower, upper)

    def hold(self, counts: Counts) -> bool:
        sums = self.matrix @ counts
        return bool(np.all(sums >= self.lower) and np.all(sums <= self.upper))

    def cells_of(self, number: int) -> Counts:
        cells: Counts = self.matrix.indices[self.matrix.indptr[number] : self.matrix.indptr[number + 1]]
        return cells

    def of_cell(self, cell: int) -> Counts:
        """The numbers of the relations that say something of it."""
        numbers: Counts = self._by_cell.indices[self._by_cell.indptr[cell] : self._by_cell.indptr[cell + 1]]
        return numbers

    def narrow(self, low: Weights, high: Weights) -> None:
        """What each says of each of its cells, given between which counts the others lie."""
        rows = np.repeat(np.arange(len(self)), np.diff(self.matrix.indptr))
        cells, signs = self.matrix.indices, self.matrix.data
        rising = signs > 0
        least = signs * np.where(rising, low[cells], high[cells])
        most = signs * np.where(rising, high[cells], low[cells])
        at_least = (self.lower[rows] - _of_others(most, rows, len(self))) / signs
        at_most = (self.upper[rows] - _of_others(least, rows, len(self))) / signs
        np.maximum.at(low, cells, np.ceil(np.where(rising, at_least, at_most) - _ROUNDING))
        np.minimum.at(high, cells, np.floor(np.where(rising, at_most, at_least) + _ROUNDING))

    def among(self, cells: Counts, values: Counts) -> "Relations":
        """What they say of these cells when the others are known."""
        own = csr_array(self._by_cell[:, cells])
        told = np.flatnonzero(np.diff(own.indptr))
        others = values.copy()
        others[cells] = 0
        known = (self.matrix @ others)[told]
        return Relations(own[told], self.lower[told] - known, self.upper[told] - known)

    @cached_property
    def _by_cell(self) -> csc_array:
        return csc_array(self.matrix)


def _of_others(parts: Weights, rows: Counts, length: int) -> Weights:
    """Of each part the sum of the others of its row, some of which may have no end."""
    endless = ~np.isfinite(parts)
    of_finite = np.where(endless, 0.0, parts)
    sums = np.bincount(rows, of_finite, length)[rows] - of_finite
    others_endless = np.bincount(rows, endless, length)[rows] - endless > 0
    sign = np.sign(np.bincount(rows, np.where(endless, np.sign(parts), 0.0), length))[rows]
    return np.where(others_endless, np.where(sign > 0, np.inf, -np.inf), sums)


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
    relations: Relations

    def __post_init__(self) -> None:
        """Raises ValueError where the counts break a relation: then no attack on them means anything."""
        if not self.is_consistent(self.values):
            raise ValueError("the counts break a relation, or one is below its floor")

    def __len__(self) -> int:
        return len(self.values)

    def is_consistent(self, counts: Counts) -> bool:
        """Whether these counts fulfil every relation, and none that may be hidden is below its floor."""
        keeps = bool(np.all(counts[self.may_hide] >= self.floors[self.may_hide]))
        return keeps and self.relations.hold(counts)

    @cached_property
    def intervals(self) -> tuple[Weights, Weights]:
        """Between which counts each cell lies by one relation after the other, where all that may be hidden is: nobody
        reckons with less or with more."""
        low = np.where(self.may_hide, self.floors, self.values).astype(np.float64)
        high = np.where(self.may_hide, np.inf, self.values)
        for _ in range(_PASSES):
            before = low.sum(), np.isfinite(high).sum(), high[np.isfinite(high)].sum()
            self.relations.narrow(low, high)
            if before == (low.sum(), np.isfinite(high).sum(), high[np.isfinite(high)].sum()):
                break
        return low, high

    def components(self) -> "list[Component]":
        """The cells that may be hidden, in groups of which none tells anything of another; the smallest first."""
        groups = self.parts_of(np.flatnonzero(self.may_hide))
        return sorted((self.part(group) for group in groups), key=len)

    def parts_of(self, cells: Counts) -> list[Counts]:
        """Those cells, in groups of which no relation says something of two."""
        tied = abs(csr_array(self.relations.matrix[:, cells]))  # signs would cancel each other out
        count, group_of = connected_components(tied.T @ tied, directed=False)
        return [cells[group_of == group] for group in range(count)]

    def part(self, cells: Counts) -> "Component":
        """Those cells as if all others were known: whatever is unknown there is unknown in the whole system too."""
        of_each = (self.values[cells], self.weights[cells], self.floors[cells], self.may_hide[cells])
        return Component(cells, System(*of_each, self.relations.among(cells, self.values)))

    def near(self, cell: int, most: int) -> Counts:
        """At most so many cells that may be hidden: itself, and those that the fewest relations lead to."""
        near, reached, seen = [cell], {cell}, set[int]()
        for one in near:  # which grows meanwhile
            for number in self.relations.of_cell(one).tolist():
                if number not in seen:
                    seen.add(number)
                    of_relation = self.relations.cells_of(number)
                    further = of_relation[self.may_hide[of_relation]].tolist()
                    near += [other for other in further if other not in reached]
                    reached.update(further)
            if len(near) >= most:
                break
        return np.array(near[:most])

    def asked(self, requirements: "Iterable[Requirement]") -> "list[tuple[Component, list[Requirement]]]":
        """Its components of which something is required, each with that; the smallest first."""
        groups = self.parts_of(np.flatnonzero(self.may_hide))
        number_of = {cell: number for number, group in enumerate(groups) for cell in group.tolist()}
        wanted: dict[int, list[Requirement]] = {}
        for requirement in requirements:
            wanted.setdefault(number_of[requirement.cell], []).append(requirement)
        smallest_first = sorted(wanted, key=lambda number: (len(groups[number]), number))
        return [(self.part(groups[number]), wanted[number]) for number in smallest_first]


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
