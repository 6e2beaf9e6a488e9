"""A category that one release lists and another one does not was nobody there, unless that one tells nothing of it."""

import pytest

from faro.disclosure.editions import Figures, Policy
from faro.disclosure.figures import Cell
from faro.releases.published import Published
from faro.releases.zeros import with_zeros


def of(country: str, year: str = "2021") -> Cell:
    return Cell.of("detected", "units", {"nationality": country, "year": year})


def edition(*cells: Cell, unpublished: frozenset[Cell] = frozenset()) -> Figures:
    return Figures(dict.fromkeys(cells, 7), [], dict.fromkeys(cells, Policy(5)), unpublished=unpublished)


@pytest.mark.parametrize(
    ("first", "left_out", "expected"),
    [
        (edition(of("NIC")), frozenset(), {of("HND"): 0}),
        (edition(of("NIC", "2020–2022")), frozenset(), {of("HND"): 0, of("NIC"): 0}),
        (edition(of("NIC", "2020")), frozenset(), {}),
        (edition(of("NIC"), unpublished=frozenset([of("NIC")])), frozenset(), {}),
        (edition(of("NIC")), frozenset([of("HND")]), {}),
    ],
    ids=["listed", "listed of the period", "another year", "in no table", "left out"],
)
def test_what_another_release_counts(first: Figures, left_out: frozenset[Cell], expected: dict[Cell, int]) -> None:
    second = edition(of("NIC"), of("HND"))
    releases = [
        Published(first.counts, frozenset(), first.unpublished, left_out),
        Published(second.counts, frozenset(), frozenset()),
    ]
    found, _ = with_zeros([first, second], releases)
    assert {cell: count for cell, count in found.counts.items() if cell not in first.counts} == expected
    assert expected.keys() <= found.policies.keys()
