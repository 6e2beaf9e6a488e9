"""Whoever reads and computes is left with every count that a small one could be, whatever the tables are."""

from dataclasses import replace

import numpy as np
from hypothesis import given
from populations import POPULATION, Person, World, histories, populations, published
from properties import examples
from reader import Members, Reader

from faro.disclosure.attack import breaches
from faro.disclosure.editions import Change, Edition, Figures, Policy, joined
from faro.disclosure.figures import Cell, of_one_kind
from faro.disclosure.protection import protect

#: The cheapest of all takes longer to prove than any of this takes; `test_optimum` does.
EXACT = 40


def members(world: World) -> Members:
    return {name: (one.members, one.is_several, one.sums) for name, one in world.dimensions.items()}


def shown(figures: Figures, hidden: frozenset[Cell]) -> dict[tuple[tuple[str, str], ...], int | None]:
    return {cell.parts: count for cell, count in published(figures, hidden).items()}


def everything(figures: Figures) -> frozenset[Cell]:
    return frozenset(cell for cell, count in figures.counts.items() if count)


def assert_unknown(
    reader: Reader, edition: int, figures: Figures, limits: dict[Cell, tuple[int, int]], threshold: int
) -> None:
    """Each small count may be the smallest and the largest that is small, as far as that goes."""
    for cell, count in figures.counts.items():
        if 0 < count < threshold:
            wanted = limits.get(cell, (1, threshold - 1))
            assert wanted[0] <= count <= wanted[1]
            assert reader.may_be(edition, cell.parts, 0, wanted[0])
            assert reader.may_be(edition, cell.parts, wanted[1], np.inf)


@given(populations())
@examples(60)
def test_no_small_count_is_computed(population: tuple[World, list[Person]]) -> None:
    """And where one is told by what it is, no hiding would help: nothing but zeros is shown, and it is told still."""
    world, people = population
    figures = world.figures(people)
    joint = joined(figures)
    protection = protect(joint.system, joint.requirements, exact_cells=EXACT)
    cells = list(figures.counts)
    limits = {cells[one.requirement.cell]: (one.low, one.high) for one in protection.shortfalls}
    hidden = joint.hidden_of(protection.hidden)
    assert_unknown(Reader([shown(figures, hidden)], members(world)), 0, figures, limits, world.threshold)
    at_most = Reader([shown(figures, everything(figures))], members(world))
    for cell, (low, high) in limits.items():
        assert low == 1 or not at_most.may_be(0, cell.parts, 0, low - 1)
        assert high == world.threshold - 1 or not at_most.may_be(0, cell.parts, high + 1, np.inf)


@given(histories())
@examples(25)
def test_no_small_count_is_computed_from_what_was_published_before(
    history: tuple[World, list[list[Person]], list[Change]],
) -> None:
    world, editions, changes = history
    earlier: list[Edition] = []
    for number, people in enumerate(editions):
        figures = world.figures(people)
        joint = joined(figures, earlier)
        protection = protect(joint.system, joint.requirements, joint.hidden_before, exact_cells=EXACT)
        name_of = {at: (edition, cell) for edition, place in enumerate(joint.place) for cell, at in place.items()}
        short = {name_of[one.requirement.cell]: (one.low, one.high) for one in protection.shortfalls}
        hidden = joint.hidden_of(protection.hidden)
        told = [*(shown(one.figures, one.hidden) for one in earlier), shown(figures, hidden)]
        reader = Reader(told, members(world), [(one.came[POPULATION], one.went[POPULATION]) for one in changes])
        for edition, each in enumerate([*(one.figures for one in earlier), figures]):
            limits = {cell: limit for (of, cell), limit in short.items() if of == edition}
            assert_unknown(reader, edition, each, limits, world.threshold)
        if number < len(changes):
            earlier.append(Edition(figures, hidden, changes[number]))


@given(populations())
@examples(30)
def test_whoever_delivered_a_part_computes_no_more(population: tuple[World, list[Person]]) -> None:
    """Each member of a dimension is an institution, which knows every count of its own."""
    world, people = population
    figures = world.figures(people)
    known = {
        member: frozenset(cell for cell in figures.counts if cell.member("a") == member)
        for member in world.dimensions["a"].members
    }
    joint = joined(replace(figures, known=known))
    protection = protect(joint.system, joint.requirements, exact_cells=EXACT)
    hidden = joint.hidden_of(protection.hidden)
    reader = Reader([shown(figures, hidden)], members(world))
    cells = list(figures.counts)
    for holder, own in known.items():
        numbers = frozenset(joint.place[-1][cell] for cell in own)
        short = [one for one in protection.shortfalls if one.requirement.known == numbers]
        limits = {cells[one.requirement.cell]: (one.low, one.high) for one in short}
        of_others = replace(figures, counts={cell: figures.counts[cell] for cell in cells if cell not in own})
        knows = {cell.parts: figures.counts[cell] for cell in known[holder]}
        assert_unknown(reader.knowing(0, knows), 0, of_others, limits, world.threshold)


@given(populations())
@examples(60)
def test_nobody_is_known_to_be_of_the_only_kind_there_is(population: tuple[World, list[Person]]) -> None:
    """Where everybody of a cell is of one kind, who is known to be there is told: one of them may be of another."""
    world, people = population
    figures = world.figures(people)
    kind = of_one_kind(figures.counts, world.dimensions)
    policies = {cell: Policy(world.threshold, shows_zeros=False) for cell in figures.counts}
    joint = joined(replace(figures, policies=policies, of_one_kind=kind))
    protection = protect(joint.system, joint.requirements, exact_cells=EXACT)
    hidden = joint.hidden_of(protection.hidden)
    reader = Reader([shown(figures, hidden)], members(world), least=0)
    short = {one.requirement.cell for one in protection.shortfalls}
    for cell in kind:
        count = figures.counts[cell]
        if count >= world.threshold and joint.place[-1][cell] not in short:
            assert reader.may_be(0, cell.parts, 0, count - 1)


@given(populations())
@examples(60)
def test_what_the_attack_says_a_reader_finds(population: tuple[World, list[Person]]) -> None:
    """With the small counts alone hidden, which is what was done before there was more."""
    world, people = population
    figures = world.figures(people)
    joint = joined(figures)
    hidden = frozenset(cell for cell, count in figures.counts.items() if 0 < count < world.threshold)
    mask = np.array([cell in hidden for cell in figures.counts])
    cells = list(figures.counts)
    said = {
        cells[one.requirement.cell]: (one.low, one.high) for one in breaches(joint.system, mask, joint.requirements)
    }
    reader = Reader([shown(figures, hidden)], members(world))
    for cell in hidden:
        low, high = said.get(cell, (1, world.threshold - 1))
        assert reader.may_be(0, cell.parts, 0, low)
        assert reader.may_be(0, cell.parts, high, np.inf)
        assert low == 1 or not reader.may_be(0, cell.parts, 0, low - 1)
        assert high == world.threshold - 1 or not reader.may_be(0, cell.parts, high + 1, np.inf)
