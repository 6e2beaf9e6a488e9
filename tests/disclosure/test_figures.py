"""What is true of counts by what their categories are, whatever was counted."""

import pytest

from faro.disclosure.figures import Cell, Contradiction, Dimension, Subset, Tie, remainders, ties

SEX = Dimension("sex", frozenset({"woman", "man"}))
FORM = Dimension(
    "form",
    frozenset({"sexual", "labour", "not_recorded"}),
    is_several=True,
    sums={"recorded": frozenset({"sexual", "labour"})},
    exclusive=frozenset({"recorded", "not_recorded"}),
)
YEAR = Dimension("year", frozenset({"2021", "2022"}), sums={"2021-2022": frozenset({"2021", "2022"})})
DIMENSIONS = {each.name: each for each in (SEX, FORM, YEAR)}


def cell(population: str = "accredited", **parts: str) -> Cell:
    return Cell.of(population, "persons", parts)


def said(counts: dict[Cell, int], *subsets: Subset) -> list[tuple[dict[Cell, int], float, float]]:
    return [(dict(tie.terms), tie.lower, tie.upper) for tie in ties(counts, DIMENSIONS, subsets)]


def test_categories_of_one_each_add_up() -> None:
    assert said({cell(): 5, cell(sex="woman"): 2, cell(sex="man"): 3}) == [
        ({cell(): 1, cell(sex="man"): -1, cell(sex="woman"): -1}, 0, 0)
    ]


def test_some_of_the_categories_are_at_most_all() -> None:
    assert said({cell(): 5, cell(sex="woman"): 2}) == [({cell(): 1, cell(sex="woman"): -1}, 0, float("inf"))]


def test_categories_that_add_up_are_taken_for_all() -> None:
    assert said({cell(): 5, cell(sex="woman"): 5}) == [({cell(): 1, cell(sex="woman"): -1}, 0, 0)]


def test_of_several_categories_each_is_at_most_all_and_together_they_are_at_least_all() -> None:
    sexual, labour = cell(form="sexual"), cell(form="labour")
    each = [({cell(): 1, labour: -1}, 0, float("inf")), ({cell(): 1, sexual: -1}, 0, float("inf"))]
    assert said({cell(): 5, sexual: 4, labour: 3}) == [*each, ({cell(): 1, labour: -1, sexual: -1}, float("-inf"), 0)]
    assert said({cell(): 5, sexual: 2, labour: 2}) == each


def test_who_is_in_several_is_recorded_or_not() -> None:
    recorded, none, sexual = cell(form="recorded"), cell(form="not_recorded"), cell(form="sexual")
    assert said({cell(): 5, recorded: 3, none: 2, sexual: 3}) == [
        ({cell(): 1, none: -1}, 0, float("inf")),
        ({cell(): 1, sexual: -1}, 0, float("inf")),
        ({cell(): 1, none: -1, sexual: -1}, float("-inf"), 0),
        ({cell(): 1, recorded: -1}, 0, float("inf")),
        ({cell(): 1, none: -1, recorded: -1}, 0, 0),
        ({recorded: 1, sexual: -1}, 0, float("inf")),
        ({recorded: 1, sexual: -1}, float("-inf"), 0),
    ]


def test_years_of_a_period_add_up() -> None:
    period, first, second = cell(year="2021-2022"), cell(year="2021"), cell(year="2022")
    assert said({period: 3, first: 1, second: 2}) == [({period: 1, first: -1, second: -1}, 0, 0)]
    assert said({period: 3, first: 1}) == [({period: 1, first: -1}, 0, float("inf"))]


def test_a_part_of_a_population_is_at_most_all_of_it() -> None:
    outer, inner = cell("detected", sex="man"), cell("accredited", sex="man")
    tie = ({outer: 1, inner: -1}, 0, float("inf"))
    counts = {outer: 2, inner: 1}
    assert said(counts, Subset("accredited", "detected")) == [tie]
    assert said(counts, Subset("accredited", "detected", frozenset({"sex", "year"}))) == [tie]
    assert said(counts, Subset("accredited", "detected", frozenset({"year"}))) == []


def test_what_nobody_declared_is_an_error() -> None:
    with pytest.raises(KeyError):
        said({cell(): 1, cell(colour="red"): 1})
    with pytest.raises(KeyError, match="sex=cat"):
        said({cell(): 1, cell(sex="cat"): 1})


def test_categories_of_one_each_that_count_more_than_all_are_an_error() -> None:
    with pytest.raises(Contradiction, match="sex"):
        said({cell(sex="woman"): 2, cell(sex="woman", year="2021"): 3})


def test_a_dimension_stands_in_a_cell_once() -> None:
    woman = cell(sex="woman", year="2022")
    assert woman.without("sex") == cell(year="2022")
    assert woman.within("sex", "man") == cell(sex="man", year="2022")
    assert (woman.member("sex"), woman.member("form")) == ("woman", None)


def test_a_tie_is_written_once() -> None:
    found = ties({cell(): 2, cell(sex="woman"): 1, cell(sex="man"): 1}, DIMENSIONS)
    assert found == [Tie({cell(): 1, cell(sex="man"): -1, cell(sex="woman"): -1}, 0, 0)]


def test_what_is_left_of_a_whole_is_got_by_subtracting() -> None:
    """Of 9, 5 are of one province and 1 of another: 3 are of the third or of none."""
    provinces = Dimension("province", frozenset({"A", "B", "C"}))
    a, b, rest = cell(province="A"), cell(province="B"), cell(province="C+")
    counts = {cell(): 9, a: 5, b: 1, cell(sex="man", province="A"): 2}
    assert list(remainders(counts, provinces)) == [(rest, 3, Tie({cell(): 1, a: -1, b: -1, rest: -1}, 0, 0))]
    assert not list(remainders({**counts, cell(province="C"): 3}, provinces))


def test_what_is_left_of_a_sum_is_a_part_of_what_is_left_of_all() -> None:
    nationality = Dimension(
        "nationality", frozenset({"CRI", "NIC", "SLV"}), sums={"foreign": frozenset({"NIC", "SLV"})}
    )
    counts = {cell(): 20, cell(nationality="foreign"): 8, cell(nationality="NIC"): 6}
    found = {rest.member("nationality"): left for rest, left, _ in remainders(counts, nationality)}
    assert found == {"SLV+": 2, "CRI+": 12}


def test_nothing_is_left_of_those_who_may_be_in_several() -> None:
    assert not list(remainders({cell(): 9, cell(form="sexual"): 5}, FORM))
