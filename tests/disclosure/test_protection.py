"""Whoever reads and computes is left with every count that a small one could be, whatever the tables are."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from populations import Person, World, histories, populations, published
from properties import examples
from reader import Members, Reader

from faro.disclosure import greedy, search
from faro.disclosure.attack import breaches
from faro.disclosure.editions import Change, Edition, Figures, Joint, Policy, joined
from faro.disclosure.evidence import Shortfall
from faro.disclosure.figures import Cell, Dimension, Tie, ties
from faro.disclosure.protection import protect

#: The cheapest of all takes longer to prove than any of this takes; `test_optimum` does.
EXACT = 40


def members(world: World) -> Members:
    return {name: (one.members, one.is_several, one.sums) for name, one in world.dimensions.items()}


def shown(figures: Figures, hidden: frozenset[Cell]) -> dict[tuple[tuple[str, str], ...], int | None]:
    return {cell.parts: count for cell, count in published(figures, hidden).items()}


def everything(figures: Figures) -> frozenset[Cell]:
    return frozenset(cell for cell, count in figures.counts.items() if count)


def declared(
    joint: Joint, edition: int, short: Iterable[Shortfall] = (), whoever: frozenset[int] = frozenset()
) -> dict[Cell, tuple[int, int]]:
    """How unknown each count of an edition is said to be to whoever knows those: of what no hiding keeps so, as far as
    it does."""
    told = {one.requirement: (one.low, one.high) for one in short}
    asked = [one for one in joint.requirements if whoever <= one.known]
    of_cell = {one.cell: told.get(one, (one.low, one.high)) for one in asked}
    return {cell: of_cell[number] for cell, number in joint.place[edition].items() if number in of_cell}


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
    assert not protection.shortfalls
    limits = declared(joint, 0)
    hidden = joint.hidden_of(protection.hidden)
    assert_unknown(Reader([shown(figures, hidden)], members(world)), 0, figures, limits, world.threshold)
    at_most = Reader([shown(figures, everything(figures))], members(world))
    for cell, (low, high) in limits.items():
        assert low == 1 or not at_most.may_be(0, cell.parts, 0, low - 1)
        assert high == world.threshold - 2 + low or not at_most.may_be(0, cell.parts, high + 1, np.inf)


@given(populations())
@examples(40)
def test_where_few_cells_are_near_all_of_them_are_asked_and_no_small_count_is_computed(
    population: tuple[World, list[Person]],
) -> None:
    world, people = population
    joint = joined(world.figures(people))
    with pytest.MonkeyPatch.context() as patch:
        for module in (greedy, search):
            patch.setattr(module, "NEAR", 3)
        protection = protect(joint.system, joint.requirements, exact_cells=0)
    assert not protection.shortfalls
    assert not breaches(joint.system, protection.hidden, joint.requirements)


@given(histories())
@examples(25)
def test_no_small_count_is_computed_from_what_was_published_before(
    history: tuple[World, list[list[Person]], list[tuple[int, int]]],
) -> None:
    world, editions, changes = history
    earlier: list[Edition] = []
    for number, people in enumerate(editions):
        figures = world.figures(people)
        joint = joined(figures, earlier)
        protection = protect(joint.system, joint.requirements, joint.hidden_before, exact_cells=EXACT)
        hidden = joint.hidden_of(protection.hidden)
        told = [*(shown(one.figures, one.hidden) for one in earlier), shown(figures, hidden)]
        reader = Reader(told, members(world), changes)
        for edition, each in enumerate([*(one.figures for one in earlier), figures]):
            limits = declared(joint, edition, protection.shortfalls)
            assert_unknown(reader, edition, each, limits, world.threshold)
        if number < len(changes):
            came, went = (dict.fromkeys(figures.counts, units) for units in changes[number])
            earlier.append(Edition(figures, hidden, Change(came, went)))


@given(populations())
@examples(30)
def test_whoever_delivered_a_part_computes_no_more(population: tuple[World, list[Person]]) -> None:
    """Each member of a dimension is an institution, which knows every count of its own."""
    world, people = population
    figures = world.figures(people)
    known = of_each(world, figures)
    joint = joined(replace(figures, known=known))
    protection = protect(joint.system, joint.requirements, exact_cells=EXACT)
    hidden = joint.hidden_of(protection.hidden)
    reader = Reader([shown(figures, hidden)], members(world))
    assert not protection.shortfalls
    for own in known.values():
        limits = declared(joint, 0, whoever=numbers(joint, [own]))
        assert_unknown(reader.knowing(0, counted(figures, own)), 0, without(figures, own), limits, world.threshold)


@given(histories())
@examples(15)
def test_whoever_delivered_a_part_of_every_edition_computes_no_more(
    history: tuple[World, list[list[Person]], list[tuple[int, int]]],
) -> None:
    """What an institution counted for an earlier edition it still knows."""
    world, people, changes = history
    editions = [replace(one, known=of_each(world, one)) for one in map(world.figures, people)]
    earlier: list[Edition] = []
    for number, figures in enumerate(editions):
        joint = joined(figures, earlier)
        protection = protect(joint.system, joint.requirements, joint.hidden_before, exact_cells=EXACT)
        hidden = joint.hidden_of(protection.hidden)
        told = [*(shown(one.figures, one.hidden) for one in earlier), shown(figures, hidden)]
        for holder in figures.known:
            reader = Reader(told, members(world), changes)
            owned = [one.known[holder] for one in editions[: number + 1]]
            for edition, own in enumerate(owned):
                reader = reader.knowing(edition, counted(editions[edition], own))
            limits = declared(joint, number, protection.shortfalls, numbers(joint, owned))
            assert_unknown(reader, number, without(figures, owned[-1]), limits, world.threshold)
        if number < len(changes):
            came, went = (dict.fromkeys(figures.counts, units) for units in changes[number])
            earlier.append(Edition(figures, hidden, Change(came, went)))


@given(populations(), st.data())
@examples(40)
def test_what_is_public_is_shown_and_makes_nothing_else_known(
    population: tuple[World, list[Person]], data: st.DataObject
) -> None:
    """Whatever else is as unknown as it is to a reader who is told nothing but that."""
    world, people = population
    figures = world.figures(people)
    public = data.draw(st.frozensets(st.sampled_from(sorted(figures.counts)), max_size=4))
    joint = joined(replace(figures, public=public))
    protection = protect(joint.system, joint.requirements, exact_cells=EXACT)
    hidden = joint.hidden_of(protection.hidden)
    assert not protection.shortfalls
    assert hidden.isdisjoint(public)
    limits, others = declared(joint, 0), without(figures, public)
    assert_unknown(Reader([shown(figures, hidden)], members(world)), 0, others, limits, world.threshold)
    at_most = Reader([shown(figures, everything(figures) - public)], members(world))
    for cell, (low, high) in limits.items():
        assert low == 1 or not at_most.may_be(0, cell.parts, 0, low - 1)
        assert high == world.threshold - 2 + low or not at_most.may_be(0, cell.parts, high + 1, np.inf)


def of_each(world: World, figures: Figures) -> dict[str, frozenset[Cell]]:
    """What each member of the first dimension counts of its own."""
    members = world.dimensions["a"].members
    return {one: frozenset(cell for cell in figures.counts if cell.member("a") == one) for one in members}


def counted(figures: Figures, cells: Iterable[Cell]) -> dict[tuple[tuple[str, str], ...], int | None]:
    return {cell.parts: figures.counts[cell] for cell in cells}


def without(figures: Figures, cells: frozenset[Cell]) -> Figures:
    return replace(figures, counts={cell: count for cell, count in figures.counts.items() if cell not in cells})


def numbers(joint: Joint, owned: Sequence[frozenset[Cell]]) -> frozenset[int]:
    """Those of the cells of each edition."""
    return frozenset(place[cell] for place, own in zip(joint.place, owned, strict=True) for cell in own)


def test_what_was_public_before_is_not_hidden_because_an_earlier_edition_hid_it() -> None:
    """Nor is it kept unknown any more: what another publication says since."""
    cells = [Cell.of("accredited", "persons", {"sex": one}) for one in ("man", "woman")]
    figures = Figures(dict(zip(cells, (1, 3), strict=True)), [], dict.fromkeys(cells, Policy(5)))
    since = replace(figures, public=frozenset(cells[:1]))
    joint = joined(since, [Edition(since, frozenset(cells), Change({}, {}))])
    assert [one.cell for one in joint.requirements] == [joint.place[-1][cells[1]]]
    protection = protect(joint.system, joint.requirements, joint.hidden_before)
    assert joint.hidden_of(protection.hidden) == {cells[1]}


@given(populations())
@examples(60)
def test_where_zero_is_small_it_is_not_known(population: tuple[World, list[Person]]) -> None:
    """So nobody of a few is told to be of the only kind there is: one of them may be of another."""
    world, people = population
    figures = world.figures(people)
    policies = {cell: Policy(world.threshold, shows_zeros=False) for cell in figures.counts}
    joint = joined(replace(figures, policies=policies))
    protection = protect(joint.system, joint.requirements, exact_cells=EXACT)
    hidden = joint.hidden_of(protection.hidden)
    reader = Reader([shown(figures, hidden)], members(world), least=0)
    for cell, (low, high) in declared(joint, 0).items():
        assert reader.may_be(0, cell.parts, 0, low)
        assert reader.may_be(0, cell.parts, high, np.inf)


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
        wanted = declared(joint, 0)[cell]
        low, high = said.get(cell, wanted)
        assert reader.may_be(0, cell.parts, 0, low)
        assert reader.may_be(0, cell.parts, high, np.inf)
        assert low == 1 or not reader.may_be(0, cell.parts, 0, low - 1)
        assert high == wanted[1] or not reader.may_be(0, cell.parts, high + 1, np.inf)


@given(populations())
@examples(60)
def test_no_relation_by_itself_tells_more_than_all_together(population: tuple[World, list[Person]]) -> None:
    """Where everything is hidden: the interval of a cell holds all that a reader must reckon with."""
    world, people = population
    figures = world.figures(people)
    reader = Reader([shown(figures, everything(figures))], members(world))
    low, high = joined(figures).system.intervals
    for cell, least, most in zip(figures.counts, low, high, strict=True):
        assert least <= figures.counts[cell] <= most
        assert least == 0 or not reader.may_be(0, cell.parts, 0, least - 1)
        assert np.isinf(most) or not reader.may_be(0, cell.parts, most + 1, np.inf)


def test_a_count_that_is_another_one_without_a_change_is_an_error() -> None:
    cell = Cell("accredited", "persons")
    before, now = (Figures({cell: count}, [], {cell: Policy(5)}) for count in (7, 8))
    with pytest.raises(ValueError, match="has changed"):
        joined(now, [Edition(before, frozenset(), Change({}, {}))])
    assert joined(now, [Edition(before, frozenset(), Change({cell: 1}, {}))]).system.values.tolist() == [8, 7]


@pytest.mark.parametrize(("count", "high"), [(1, 4), (4, 4), (7, 7), (10, 10), (11, None)])
def test_a_hidden_count_has_to_look_possible_up_to_its_reach_and_its_own(count: int, high: int | None) -> None:
    cell = Cell("accredited", "persons")
    joint = joined(Figures({cell: count}, [], {cell: Policy(11, reach=5)}))
    assert declared(joint, 0).get(cell) == ((1, high) if high else None)


def test_what_cannot_look_smaller_must_look_larger() -> None:
    """Four men, one in each of four provinces that are shown to have some: no less than 4, so 7 as well."""
    sex = Dimension("sex", frozenset({"man", "woman"}))
    province = Dimension("province", frozenset("ABCD"))
    man, woman = (Cell.of("accredited", "persons", {"sex": one}) for one in ("man", "woman"))
    counts = {Cell("accredited", "persons"): 40, man: 4, woman: 36}
    counts |= {man.within("province", one): 1 for one in "ABCD"}
    found = ties(counts, {"sex": sex, "province": province})
    joint = joined(Figures(counts, found, dict.fromkeys(counts, Policy(5))))
    assert declared(joint, 0)[man] == (4, 7)
    protection = protect(joint.system, joint.requirements)
    assert not protection.shortfalls
    assert woman in joint.hidden_of(protection.hidden)


def test_what_stands_in_no_table_may_be_nobody() -> None:
    """Of three persons two are hidden; whoever reads does not know that the one who is left is there at all."""
    whole, part, rest = (Cell.of("accredited", "units", {"served": one}) for one in ("all", "yes", "no"))
    counts = {whole: 3, part: 2, rest: 1}
    figures = Figures(
        counts,
        [Tie({whole: 1, part: -1, rest: -1}, 0, 0)],
        dict.fromkeys(counts, Policy(5)),
        public=frozenset({whole}),
        unpublished=frozenset({rest}),
    )
    joint = joined(figures)
    asked = {one.cell: (one.low, one.high) for one in joint.requirements}
    assert asked[joint.place[-1][part]] == (1, 3)
