"""A year whose change would tell of a few stays as it was; every other one is new."""

from dataclasses import replace

from test_drafting import COUNTS, POLICY, TABLES, cell, rows

from faro.releases.drafting import Drafting, Published
from faro.releases.holding import Holding, holding

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
