"""Ten releases, one after the other, of a country whose records come in, are corrected, withdrawn and erased.

Whoever keeps all of them, knows what the indicators mean and is right in what is thought of the changes, computes no
small count, nor does an institution that knows its own part of each; and computes many where each release is protected
by itself, or small counts are all that is hidden.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import pytest
from judging import Attack, Publication, truth_of
from outsider import Mind
from releasing import released, released_alone, released_without_small_counts
from ten_states import DAYS, Rows, states, usual_happenings

from faro.simulation.country import Country

pytestmark = pytest.mark.slow

#: The first year of which figures are made.
SINCE: Final = 2021
#: Those whose records presume victims.
INSTITUTIONS: Final = ("eri", "fiscalia", "msp", "oij")
#: A year that was complete before the first release.
LONG_AGO: Final = "2022"


@pytest.fixture(scope="module")
def known() -> Sequence[Rows]:
    country = Country()
    return list(states(country, SINCE, usual_happenings(country)))


@pytest.fixture(scope="module")
def releases(known: Sequence[Rows]) -> Sequence[Publication]:
    return list(released(known))


def test_there_are_changes_of_every_kind(known: Sequence[Rows]) -> None:
    """In each state, and counts of a year that was complete before all of them rise and fall."""
    truths = [truth_of(rows) for rows in known]
    assert len(truths) == len(DAYS) == 10
    assert all(before != after for before, after in pairwise(truths))
    counts = [{count: number for count, number in truth.items() if count[1] == LONG_AGO} for truth in truths]
    changes = [new.get(one, 0) - old.get(one, 0) for old, new in pairwise(counts) for one in {*old, *new}]
    assert min(changes) < 0 < max(changes)


@pytest.mark.parametrize(
    "mind",
    [
        Mind(),
        Mind(groups=True),
        Mind(any_two=True),
        Mind(by_table=True),
        Mind(groups=True, any_two=True, by_table=True),
        *(Mind(holder=one) for one in INSTITUTIONS),
    ],
    ids=["plain", "groups", "any_two", "by_table", "all", *INSTITUTIONS],
)
def test_nothing_is_computed(releases: Sequence[Publication], mind: Mind) -> None:
    attack = Attack(releases, mind)
    assert attack.small > 200
    assert len(attack.true_guesses) > 100
    assert attack.finds() == []


def test_much_is_computed_where_each_release_is_protected_by_itself(known: Sequence[Rows]) -> None:
    finds = Attack(list(released_alone(known)), Mind()).finds()
    assert len(finds) > 20
    assert sum(one.is_exact for one in finds) > 5


def test_more_is_computed_where_small_counts_alone_are_hidden(known: Sequence[Rows]) -> None:
    finds = Attack(list(released_without_small_counts(known)), Mind()).finds()
    assert len(finds) > 50
    assert sum(one.is_exact for one in finds) > 20
