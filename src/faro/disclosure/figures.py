"""Counts by what they count, and what is true of them by what their categories are.

A cell is the same in whatever table it stands: of a population, what is measured, in which member of which dimension.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

Part = tuple[str, str]


@dataclass(frozen=True, order=True)
class Cell:
    """`parts`: dimension and member, sorted, no dimension twice; a dimension that is not there is not looked at."""

    population: str
    measure: str
    parts: tuple[Part, ...] = ()

    @classmethod
    def of(cls, population: str, measure: str, parts: Mapping[str, str]) -> "Cell":
        return cls(population, measure, tuple(sorted(parts.items())))

    def member(self, dimension: str) -> str | None:
        return dict(self.parts).get(dimension)

    def without(self, dimension: str) -> "Cell":
        return Cell(self.population, self.measure, tuple(part for part in self.parts if part[0] != dimension))

    def within(self, dimension: str, member: str) -> "Cell":
        return Cell.of(self.population, self.measure, {**dict(self.parts), dimension: member})


@dataclass(frozen=True)
class Dimension:
    """`members`: a partition, unless a unit may be in several of them. `sums`: further members, each with those that it
    is the sum of: provinces of a region, years of a period."""

    name: str
    members: frozenset[str]
    is_several: bool = False
    sums: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Tie:
    """lower ≤ Σ coefficient · cell ≤ upper."""

    terms: Mapping[Cell, int]
    lower: float
    upper: float


@dataclass(frozen=True)
class Subset:
    """Every unit of one population is one of the other, in the same categories: who is accredited was detected."""

    inner: str
    outer: str


def ties(cells: Iterable[Cell], dimensions: Mapping[str, Dimension], subsets: Iterable[Subset] = ()) -> list[Tie]:
    """What is true of these cells whatever was counted. Raises KeyError for a dimension or member nobody declared."""
    known = set(cells)
    families = _families(known)
    found = [tie for whole, name, parts in families for tie in _of_family(whole, dimensions[name], parts)]
    found += [tie for cell in sorted(known) for tie in _sums(cell, dimensions, known)]
    found += [
        Tie({Cell(pair.outer, cell.measure, cell.parts): 1, cell: -1}, 0, float("inf"))
        for pair in subsets
        for cell in sorted(known)
        if cell.population == pair.inner and Cell(pair.outer, cell.measure, cell.parts) in known
    ]
    return found


def of_one_kind(counts: Mapping[Cell, int], dimensions: Mapping[str, Dimension]) -> frozenset[Cell]:
    """Cells in which everybody is of whom another cell counts: to know of somebody there is to know their category."""
    found = set()
    for parent, name, children in _families(set(counts)):
        dimension = dimensions[name]
        parted = [child for child in children if child.member(name) in dimension.members]
        if not dimension.is_several and len(parted) == len(dimension.members) > 1 and counts[parent] > 0:
            found |= {child for child in parted if counts[child] == counts[parent]}
    return frozenset(found)


def _families(cells: set[Cell]) -> Iterator[tuple[Cell, str, list[Cell]]]:
    """Each cell with those that look at one dimension more."""
    families: dict[tuple[Cell, str], list[Cell]] = defaultdict(list)
    for cell in sorted(cells):
        for name, _ in cell.parts:
            if (parent := cell.without(name)) in cells:
                families[parent, name].append(cell)
    for (parent, name), children in families.items():
        yield parent, name, children


def _of_family(parent: Cell, dimension: Dimension, children: list[Cell]) -> Iterator[Tie]:
    parted = [child for child in children if child.member(dimension.name) in dimension.members]
    is_whole = len(parted) == len(dimension.members)
    others = dict.fromkeys(parted, -1)
    if not dimension.is_several:
        yield Tie({parent: 1, **others}, 0, 0 if is_whole else float("inf"))
        return
    for child in parted:
        yield Tie({parent: 1, child: -1}, 0, float("inf"))
    if is_whole:
        yield Tie({parent: 1, **others}, float("-inf"), 0)


def _sums(cell: Cell, dimensions: Mapping[str, Dimension], known: set[Cell]) -> Iterator[Tie]:
    for name, member in cell.parts:
        parts = dimensions[name].sums.get(member)
        if parts is None:
            if member not in dimensions[name].members:
                raise KeyError(f"{name}={member}")
            continue
        there = [one for part in sorted(parts) if (one := cell.within(name, part)) in known]
        if dimensions[name].is_several:
            yield from (Tie({cell: 1, one: -1}, 0, float("inf")) for one in there)
        if there and (len(there) == len(parts) or not dimensions[name].is_several):
            is_whole = len(there) == len(parts)
            lower = float("-inf") if dimensions[name].is_several else 0
            yield Tie({cell: 1, **dict.fromkeys(there, -1)}, lower, 0 if is_whole else float("inf"))
