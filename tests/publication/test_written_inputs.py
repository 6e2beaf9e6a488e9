"""What a release was made of is read as it was written, whatever a label or a number is."""

import math

from hypothesis import given
from hypothesis import strategies as st

from faro.disclosure.figures import Cell
from faro.publication.counts import counts_read, counts_written
from faro.publication.inputs import (
    contract_texts,
    contracts_of,
    figures_read,
    figures_written,
    labels_read,
    labels_written,
)
from faro.releases.figures import IndicatorFigure
from faro.releases.policy import disclosure_policy
from faro.releases.published import Published

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
WORD = st.text("abz_0=|≠+ñ –", min_size=1, max_size=8)
NUMBER = st.none() | st.floats(allow_nan=False, allow_infinity=False)
FIGURES = st.lists(st.builds(IndicatorFigure, TEXT, TEXT, TEXT, TEXT, NUMBER, NUMBER, NUMBER), max_size=5)
CELLS = st.builds(Cell.of, WORD, st.just("units"), st.dictionaries(st.text("abz", min_size=1), WORD, max_size=3))


@given(FIGURES)
def test_figures(figures: list[IndicatorFigure]) -> None:
    read = figures_read(figures_written(figures))
    assert read == figures
    signs = [math.copysign(1, one.value) for one in figures if one.value is not None]
    assert [math.copysign(1, one.value) for one in read if one.value is not None] == signs


@given(st.dictionaries(st.tuples(TEXT, TEXT), st.tuples(TEXT, TEXT), max_size=5))
def test_labels(labels: dict[tuple[str, str], tuple[str, str]]) -> None:
    assert labels_read(labels_written(labels)) == labels


@given(
    st.dictionaries(CELLS, st.tuples(st.integers(0, 10**9), st.booleans(), st.booleans()), max_size=8), st.sets(CELLS)
)
def test_counts(cells: dict[Cell, tuple[int, bool, bool]], others: set[Cell]) -> None:
    published = Published(
        {cell: count for cell, (count, _, _) in cells.items()},
        frozenset(cell for cell, (_, is_hidden, _) in cells.items() if is_hidden),
        frozenset(cell for cell, (_, _, is_unpublished) in cells.items() if is_unpublished),
        frozenset(others - cells.keys()),
    )
    assert counts_read(counts_written(published)) == published


def test_contracts() -> None:
    assert contracts_of(contract_texts()).policy == disclosure_policy()


def test_contracts_of_a_release_are_of_its_own_lists() -> None:
    """A country has another code since: the release keeps the list in which it had that one."""
    texts = {path: content.replace(b"DOM", b"DQM") for path, content in contract_texts().items()}
    terms = {term for one in contracts_of(texts).policy.public for of in one.counts.values() for term in of}
    assert "accredited nationality=DQM" in terms
