"""Counts by what they count, and what is true of them by what their categories are.

A cell is the same in whatever table it stands: of a population, what is measured, in which member of which dimension.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

Part = tuple[str, str]
#: After each member of those that are told together, as one, with whoever is in none.
AND = "+"


@dataclass(frozen=True, order=True)
class Cell:
    """`parts`: dimension and member, sorted, no dimension twice; a dimension that is not there is not looked at."""

    population: str
    measure: str
    parts: tuple[Part, ...] = ()

    @classmethod
    def of(cls, population: str, measure: str, parts: Mapping[str, str]) -> "Cell":
        return cls(population, measure, tuple(sorted(parts.items())))

    @property
    def names(self) -> tuple[str, ...]:
        """The dimensions that are looked at."""
        return tuple(name for name, _ in self.parts)

    def member(self, dimension: str) -> str | None:
        return dict(self.parts).get(dimension)

    def without(self, dimension: str) -> "Cell":
        return Cell(self.population, self.measure, tuple(part for part in self.parts if part[0] != dimension))

    def within(self, dimension: str, member: str) -> "Cell":
        return Cell.of(self.population, self.measure, {**dict(self.parts), dimension: member})


@dataclass(frozen=True)
class Dimension:
    """`members`: each unit is in one, unless it may be in several. `sums`: further members, each with those that it
    is the sum of, or, where a unit may be in several, with those of which it is in any: provinces of a region, years of
    a period. `exclusive`: members and sums of which each unit is in one, in any case: recorded, not recorded."""

    name: str
    members: frozenset[str]
    is_several: bool = False
    sums: Mapping[str, frozenset[str]] = field(default_factory=dict)
    exclusive: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Tie:
    """lower ≤ Σ coefficient · cell ≤ upper."""

    terms: Mapping[Cell, int]
    lower: float
    upper: float


@dataclass(frozen=True)
class Subset:
    """Every unit of one population is one of the other, in the same categories: who is accredited was detected.

    `dimensions`: those of which that is true; of all where none is named.
    """

    inner: str
    outer: str
    dimensions: frozenset[str] | None = None


class Contradiction(ValueError):
    """Categories of one each that count more than their whole."""

    def __init__(self, whole: Cell, part: Cell, counts: Mapping[Cell, int]) -> None:
        super().__init__(f"{whole}: {counts[whole]}, less than its parts, such as {part}: {counts[part]}")
        self.whole, self.part = whole, part


def ties(counts: Mapping[Cell, int], dimensions: Mapping[str, Dimension], subsets: Iterable[Subset] = ()) -> list[Tie]:
    """What whoever knows the categories may take for true of these counts.

    Categories that add up to their whole are taken for all that there are: that a reader may doubt it protects nobody.
    Raises KeyError for a dimension or member nobody declared, and Contradiction.
    """
    found = [
        tie for whole, name, parts in _families(counts) for tie in _of_family(whole, dimensions[name], parts, counts)
    ]
    found += [tie for cell in sorted(counts) for tie in _sums(cell, dimensions, counts)]
    found += [
        Tie({whole: 1, cell: -1}, 0, float("inf"))
        for cell in sorted(counts)
        for whole in _wholes(cell, dimensions, counts)
    ]
    found += [
        Tie({Cell(pair.outer, cell.measure, cell.parts): 1, cell: -1}, 0, float("inf"))
        for pair in subsets
        for cell in sorted(counts)
        if _is_of(cell, pair) and Cell(pair.outer, cell.measure, cell.parts) in counts
    ]
    return found


def _wholes(cell: Cell, dimensions: Mapping[str, Dimension], counts: Mapping[Cell, int]) -> list[Cell]:
    """The smallest cells that it is a part of by two of its members or more, where none between is counted."""
    choices = [
        [(name, member), *((name, one) for one, parts in dimensions[name].sums.items() if member in parts), None]
        for name, member in cell.parts
    ]
    found: list[tuple[int, Cell]] = []
    for chosen in product(*choices):
        changed = sum(one is None or one != part for one, part in zip(chosen, cell.parts, strict=True))
        whole = Cell(cell.population, cell.measure, tuple(one for one in chosen if one is not None))
        if changed and whole in counts:
            found.append((changed, whole))
    return [
        whole
        for changed, whole in found
        if changed > 1 and not any(_is_part(one, whole, dimensions) for _, one in found if one != whole)
    ]


def _is_part(cell: Cell, whole: Cell, dimensions: Mapping[str, Dimension]) -> bool:
    members = dict(cell.parts)
    return all(
        name in members and (members[name] == member or members[name] in dimensions[name].sums.get(member, ()))
        for name, member in whole.parts
    )


def _is_of(cell: Cell, pair: Subset) -> bool:
    return cell.population == pair.inner and (pair.dimensions is None or pair.dimensions.issuperset(cell.names))


def remainders(counts: Mapping[Cell, int], dimension: Dimension) -> Iterator[tuple[Cell, int, Tie]]:
    """What a reader gets by subtracting from a whole those of its categories that are told, where these are not all.

    Nothing, where a unit may be in several. Of those who are not recorded only where it is not told how many are.
    """
    families: dict[Cell, dict[str, int]] = defaultdict(dict)
    for cell in sorted(counts):
        if (member := cell.member(dimension.name)) is not None and not dimension.is_several:
            families[cell.without(dimension.name)][member] = counts[cell]
    for base, told in families.items():
        for whole, parts, left in _rests(told, counts.get(base), dimension):
            *there, rest = (base.within(dimension.name, one) for one in parts)
            total = base if whole is None else base.within(dimension.name, whole)
            yield rest, left, Tie({total: 1, **dict.fromkeys(there, -1), rest: -1}, 0, 0)


def _rests(
    told: Mapping[str, int], count: int | None, dimension: Dimension
) -> Iterator[tuple[str | None, list[str], int]]:
    """A sum, or all, in parts of which the last is the rest, which counts so many.

    Of small sums first, for larger ones are made of them.
    """
    sums = [(one, dimension.sums[one], told[one]) for one in told if one in dimension.sums and not one.endswith(AND)]
    wholes: list[tuple[str | None, frozenset[str], int]] = sorted(sums, key=lambda one: (len(one[1]), one[0]))
    if count is not None and not told.keys() & dimension.exclusive & dimension.sums.keys():
        wholes.append((None, dimension.members, count))
    there = [(frozenset({member}), member, told[member]) for member in told if member in dimension.members]
    for whole, members, total in wholes:
        parts = [one for one in there if one[0] <= members]
        if not parts and whole is not None and whole not in dimension.exclusive:
            if all(members.isdisjoint(of) for of, _, _ in there):
                there.append((members, whole, total))
            continue
        missing = members.difference(*(of for of, _, _ in parts))
        left = total - sum(units for _, _, units in parts)
        if parts and left > 0:
            rest = "".join(one + AND for one in sorted(missing)) or f"{whole or ''}{AND}"
            there.append((missing, rest, left))
            yield whole, [*(member for _, member, _ in parts), rest], left


def _families(cells: Iterable[Cell]) -> Iterator[tuple[Cell, str, list[Cell]]]:
    """Each cell with those that look at one dimension more."""
    known = set(cells)
    families: dict[tuple[Cell, str], list[Cell]] = defaultdict(list)
    for cell in sorted(known):
        for name, _ in cell.parts:
            if (parent := cell.without(name)) in known:
                families[parent, name].append(cell)
    for (parent, name), children in families.items():
        yield parent, name, children


def _of_family(parent: Cell, dimension: Dimension, children: list[Cell], counts: Mapping[Cell, int]) -> Iterator[Tie]:
    parted = [child for child in children if child.member(dimension.name) in dimension.members]
    yield from _of_parts(parent, parted, dimension.is_several, counts)
    summed = [child for child in children if child.member(dimension.name) in dimension.sums]
    yield from (Tie({parent: 1, child: -1}, 0, float("inf")) for child in summed)
    if not dimension.is_several:
        declared = [child for child in summed if _is_declared(child, dimension)]
        members = [child for child in parted if _is_declared(child, dimension)]
        for parts in {_beside(child, declared, members, dimension): None for child in declared}:
            yield from _of_parts(parent, list(parts), False, counts)
    exclusive = [child for child in children if child.member(dimension.name) in dimension.exclusive]
    if len(exclusive) > 1:
        yield from _of_parts(parent, exclusive, False, counts)


def _is_declared(cell: Cell, dimension: Dimension) -> bool:
    """Whether it is no rest of others, nor all that is recorded: of those it is not said whom else they count."""
    member = cell.member(dimension.name) or ""
    return not member.endswith(AND) and (member in dimension.members or member not in dimension.exclusive)


def _beside(first: Cell, summed: list[Cell], parted: list[Cell], dimension: Dimension) -> tuple[Cell, ...]:
    """A sum with other sums, larger ones first, and members that are in none of them: each unit is in one at most."""
    members = {child: dimension.sums[child.member(dimension.name) or ""] for child in summed}
    parts, covered = [first], set(members[first])
    for child in sorted(summed, key=lambda one: (-len(members[one]), one)):
        if covered.isdisjoint(members[child]):
            parts.append(child)
            covered |= members[child]
    return tuple(sorted([*parts, *(child for child in parted if child.member(dimension.name) not in covered)]))


def _sums(cell: Cell, dimensions: Mapping[str, Dimension], counts: Mapping[Cell, int]) -> Iterator[Tie]:
    for name, member in cell.parts:
        dimension = dimensions[name]
        if member in dimension.sums:
            there = [part for one in sorted(dimension.sums[member]) if (part := cell.within(name, one)) in counts]
            yield from _of_parts(cell, there, dimension.is_several, counts)
        elif member not in dimension.members:
            raise KeyError(f"{name}={member}")


def _of_parts(whole: Cell, parts: list[Cell], is_several: bool, counts: Mapping[Cell, int]) -> Iterator[Tie]:
    together = sum(counts[part] for part in parts)
    others = dict.fromkeys(parts, -1)
    if not parts:
        return
    if is_several:
        yield from (Tie({whole: 1, part: -1}, 0, float("inf")) for part in parts)
        if together >= counts[whole]:
            yield Tie({whole: 1, **others}, float("-inf"), 0)
    elif together > counts[whole]:
        raise Contradiction(whole, max(parts, key=lambda part: counts[part]), counts)
    else:
        yield Tie({whole: 1, **others}, 0, 0 if together == counts[whole] else float("inf"))
