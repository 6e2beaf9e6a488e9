"""Releases as they are made, one after the other, and as they would be made with less care."""

from collections.abc import Iterable, Iterator, Sequence

from judging import FEW_OF_SEVERAL, Publication, number_of, truth_of
from sheets import FEW, Figure, Release, counted, looked_at

from faro.indicators.definitions import definitions
from faro.releases.drafting import Draft, Drafting
from faro.releases.figures import IndicatorFigure, ReleaseFigure
from faro.releases.holding import Rows, holding
from faro.releases.policy import DisclosurePolicy, disclosure_policy
from faro.releases.published import Published
from faro.releases.tables import release_tables

POLICY = disclosure_policy()
TABLES = release_tables(definitions(), POLICY)


def released(states: Iterable[Rows], policy: DisclosurePolicy = POLICY) -> Iterator[Publication]:
    """Each beside all earlier ones; what would tell of a few stays as it was."""
    earlier: list[Published] = []
    before: Rows = ()
    for rows in states:
        held = holding(rows, before, Drafting(TABLES, policy, tuple(earlier)))
        assert held.draft.computed == ()
        earlier.append(held.draft.published())
        before = held.rows
        yield Publication(_public(held.draft), held.rows)


def released_alone(states: Iterable[Rows]) -> Iterator[Publication]:
    """Each as if nothing had been published before."""
    for rows in states:
        found = Drafting(TABLES, POLICY).draft(rows)
        assert found.computed == ()
        yield Publication(_public(found), rows)


def released_without_small_counts(states: Iterable[Rows]) -> Iterator[Publication]:
    """Small counts are hidden, and nothing else."""
    for rows in states:
        yield Publication(_without_small_counts(Drafting(TABLES, POLICY).draft(rows).counted.released, rows), rows)


def _public(found: Draft) -> Release:
    return {_key(one): one.value if found.is_shown(one) else None for one in found.counted.released}


def _without_small_counts(figures: Iterable[ReleaseFigure], rows: Sequence[IndicatorFigure]) -> Release:
    truth = truth_of(rows)

    def is_small(figure: Figure) -> bool:
        of_it = [count for count in counted(figure) if count is not None]
        return any(0 < number_of(truth, one) < (FEW_OF_SEVERAL if len(looked_at(one)) > 1 else FEW) for one in of_it)

    return {_key(one): None if is_small(_key(one)) else one.value for one in figures}


def _key(figure: ReleaseFigure) -> Figure:
    return figure.indicator, figure.breakdown, figure.category, figure.period
