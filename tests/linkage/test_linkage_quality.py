"""Measured against a truth: counted pairs are the pairs that one could list."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faro.linkage.quality import PairCounts, by_defect, pair_counts, persons_per_year

TRUTH = {"a": "ana", "b": "ana", "c": "ana", "d": "eva", "e": "eva", "f": "luis"}
FOUND = {"a": "1", "b": "1", "c": "2", "d": "3", "e": "3", "f": "3", "unknown to the truth": "3"}


def test_precision_recall_and_f1() -> None:
    counts = pair_counts(FOUND, TRUTH)
    assert counts == PairCounts(true=4, found=4, both=2)
    assert (counts.precision, counts.recall, counts.f1) == (0.5, 0.5, 0.5)
    assert PairCounts(0, 0, 0).f1 == 1


def test_a_defect_has_the_pairs_that_it_touches() -> None:
    found = by_defect(FOUND, TRUTH, {"c": ["no document"], "f": ["no document", "typing error"]})
    assert found["no document"] == PairCounts(true=2, found=2, both=0)
    assert found["typing error"] == PairCounts(true=0, found=2, both=0)
    assert found["no document"].recall == 0


def test_persons_are_counted_once_a_year() -> None:
    years = {"a": 2023, "b": 2023, "c": 2024, "d": 2024, "f": 2024}
    assert persons_per_year(TRUTH, years) == {2023: 1, 2024: 3}
    assert persons_per_year(FOUND, years) == {2023: 1, 2024: 2}


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=12))
def test_counting_without_listing_is_listing(drawn: list[tuple[int, int]]) -> None:
    found = {str(n): str(a) for n, (a, _) in enumerate(drawn)}
    truth = {str(n): str(b) for n, (_, b) in enumerate(drawn)}
    listed = [(found[a] == found[b], truth[a] == truth[b]) for a, b in combinations(found, 2)]
    expected = PairCounts(sum(t for _, t in listed), sum(f for f, _ in listed), sum(f and t for f, t in listed))
    assert pair_counts(found, truth) == expected
    assert 0 <= expected.precision <= 1
    assert expected.f1 == pytest.approx(
        2 * expected.precision * expected.recall / (expected.precision + expected.recall)
        if expected.precision + expected.recall else 0.0
    ) or expected.true + expected.found == 0  # fmt: skip
