"""Invented people and the tables that count them: what the protection is given, and what a reader is shown of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, product

from hypothesis import strategies as st

from faro.disclosure.editions import Figures, Policy
from faro.disclosure.figures import Cell, Dimension, ties

POPULATION, MEASURE = "accredited", "persons"
#: Dimension → the members that a person has; one, where the dimension is not of several.
Person = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class World:
    """`tables`: the dimensions of each. Every table has its margins."""

    dimensions: Mapping[str, Dimension]
    tables: tuple[tuple[str, ...], ...]
    threshold: int

    def cells(self) -> Iterator[Cell]:
        looked_at = {parts for table in self.tables for parts in subsets(table)}
        for names in sorted(looked_at):
            for members in product(*(self.members(name) for name in names)):
                yield Cell.of(POPULATION, MEASURE, dict(zip(names, members, strict=True)))

    def members(self, name: str) -> list[str]:
        return sorted(self.dimensions[name].members) + sorted(self.dimensions[name].sums)

    def figures(self, people: Sequence[Person]) -> Figures:
        cells = list(self.cells())
        counts = {cell: sum(self.counts(person, cell) for person in people) for cell in cells}
        return Figures(counts, ties(counts, self.dimensions), dict.fromkeys(cells, Policy(self.threshold)))

    def counts(self, person: Person, cell: Cell) -> bool:
        return all(person[name] & self.dimensions[name].sums.get(member, {member}) for name, member in cell.parts)


def subsets(names: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return chain.from_iterable(combinations(sorted(names), size) for size in range(len(names) + 1))


@st.composite
def worlds(draw: st.DrawFn, most: int = 4) -> World:
    """Of two to so many dimensions."""
    dimensions = {}
    for name in "abcd"[: draw(st.integers(2, most))]:
        members = [f"{name}{number}" for number in range(draw(st.integers(2, 4)))]
        is_several = draw(st.integers(0, 3)) == 0
        has_sum = len(members) > 2 and draw(st.booleans())
        sums = {f"{name}x": frozenset(members[:2])} if has_sum else {}
        dimensions[name] = Dimension(name, frozenset(members), is_several, sums)
    names = sorted(dimensions)
    tables = draw(
        st.lists(st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True), min_size=1, max_size=3)
    )
    return World(dimensions, tuple(tuple(sorted(table)) for table in tables), draw(st.sampled_from([3, 5])))


def people(draw: st.DrawFn, world: World, most: int) -> list[Person]:
    return [
        {name: draw(members_of(dimension)) for name, dimension in world.dimensions.items()}
        for _ in range(draw(st.integers(0, most)))
    ]


def members_of(dimension: Dimension) -> st.SearchStrategy[frozenset[str]]:
    """Some members are rare, as they are."""
    members = sorted(dimension.members)
    usual = st.sampled_from([*members, members[0], members[0]])
    if dimension.is_several:
        return st.frozensets(usual, min_size=1, max_size=2)
    return usual.map(lambda member: frozenset({member}))


@st.composite
def populations(draw: st.DrawFn) -> tuple[World, list[Person]]:
    world = draw(worlds())
    return world, people(draw, world, 40)


@st.composite
def histories(draw: st.DrawFn) -> tuple[World, list[list[Person]], list[tuple[int, int]]]:
    """Two to four editions: between one and the next some people come, and some go: so many."""
    world = draw(worlds(most=3))
    editions, changes = [people(draw, world, 30)], []
    for _ in range(draw(st.integers(1, 3))):
        came = people(draw, world, 4)
        went = draw(st.integers(0, min(2, len(editions[-1]))))
        changes.append((len(came), went))
        editions.append([*editions[-1][went:], *came])
    return world, editions, changes


def published(figures: Figures, hidden: frozenset[Cell]) -> dict[Cell, int | None]:
    """What a reader is shown: a count, or that there is one."""
    return {cell: None if cell in hidden else count for cell, count in figures.counts.items()}
