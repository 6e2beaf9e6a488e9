"""A year whose change would tell of a few stays as it was; every other one is new."""

from dataclasses import replace

from nationalities import COMPLETED, UNDER_WAY
from test_drafting import COUNTS as COMPLETE
from test_drafting import DECLARED, TABLES, cell, rows

from faro.releases.drafting import Drafting
from faro.releases.holding import Holding, holding
from faro.releases.policy import Periods
from faro.releases.published import Published

POLICY = DECLARED.model_copy(update={"periods": Periods(running="breakdowns")})
#: 2024 goes on.
COUNTS = {**COMPLETE, "2024": (9, 9, 9, 9, 9)}
TELLING = {**COUNTS, "2023": (9, 9, 9, 9, 3)}


def held(counts: dict[str, tuple[int, ...]], before: dict[str, tuple[int, ...]], *earlier: Published) -> Holding:
    return holding(rows(counts), rows(before), Drafting(TABLES, POLICY, earlier))


def test_nothing_is_held_where_nothing_is_told() -> None:
    first = held(COUNTS, {})
    second = held({**COUNTS, "2023": (9, 9, 9, 9, 12)}, COUNTS, first.draft.published())
    assert (first.held, second.held) == (frozenset(), frozenset())


def test_the_year_stays_and_others_are_new() -> None:
    first = held(COUNTS, {})
    second = held({**TELLING, "2021": (31, 9, 8, 3, 2)}, COUNTS, first.draft.published())
    assert not second.draft.computed
    assert second.held == {("I-01", "2023")}
    counts = second.draft.counted.figures.counts
    assert (counts[cell("2023", "CR-L")], counts[cell("2021", "CR-SJ")]) == (9, 31)


def test_of_the_year_that_goes_on_all_else_is_new() -> None:
    """Its provinces are not published, and it is."""
    first = held(COUNTS, {})
    second = held({**COUNTS, "2024": (20, 19, 9, 9, 3)}, COUNTS, first.draft.published())
    assert not second.draft.computed
    assert (second.held, second.withheld) == (frozenset(), {("I-01", "province", "2024")})
    shown = {(one.breakdown, one.value) for one in second.draft.counted.released if one.period == "2024"}
    assert shown == {("total", 60)}


def test_it_stays_in_the_next_release_too_as_long_as_it_tells() -> None:
    first = held(COUNTS, {})
    second = held(TELLING, COUNTS, first.draft.published())
    third = held(TELLING, COUNTS, first.draft.published(), second.draft.published())
    assert third.held == {("I-01", "2023")}
    assert not third.draft.computed


def test_what_earlier_releases_tell_by_themselves_holds_nothing_and_is_seen() -> None:
    first = held(COUNTS, {}).draft.published()
    of_2022 = {one for one in first.hidden if one.member("year") == "2022"}
    careless = replace(first, hidden=(first.hidden - of_2022) | {cell("2022", "CR-L")})
    found = held(TELLING, COUNTS, careless)
    assert found.held == {("I-01", "2023")}
    assert not found.draft.computed
    assert found.draft.told_before


def test_a_table_that_is_listed_anew_is_withheld_where_it_would_tell() -> None:
    """That five of 2021 are of Europe is published; once 2022 is complete, so are countries year by year, of five of
    which each would be of one."""
    first = holding(UNDER_WAY, (), Drafting(TABLES, DECLARED)).draft
    shown = {(one.breakdown, one.period, one.category) for one in first.counted.released if first.is_shown(one)}
    assert ("nationality_group", "2021", "europe") in shown
    assert ("I-01", "nationality", "2021") in first.counted.withheld
    drafting = Drafting(TABLES, DECLARED, [first.published()])
    assert (1, 1) in {(one.low, one.high) for one in drafting.draft(COMPLETED).computed}
    second = holding(COMPLETED, UNDER_WAY, drafting)
    assert second.withheld == {("I-01", "nationality", "2021")}
    assert not second.draft.computed
    released = {one.table for one in second.draft.counted.released}
    assert ("I-01", "nationality", "2022") in released
    assert ("I-01", "nationality", "2021") not in released
