"""Years whose figures stay as they were published, because their change would tell of a few."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from faro.releases.drafting import Computed, Draft
from faro.releases.figures import IndicatorFigure
from faro.releases.periods import years_of
from faro.releases.tables import YEAR

Rows = Sequence[IndicatorFigure]


@dataclass(frozen=True)
class Holding:
    """`rows`: what the draft is made of; `years`: those of them that stay as they were published."""

    draft: Draft
    rows: Rows
    years: frozenset[str]


def holding(rows: Rows, before: Rows, drafted: Callable[[Rows], Draft]) -> Holding:
    """The draft of those rows; of years of which a reader could compute a small count, with the rows of before.

    What is computed although nothing of its years has changed is left: such a draft cannot be published.
    """
    held = frozenset[str]()
    while True:
        found = drafted(rows)
        told = _years(found.computed) & _years_that_differ(rows, before)
        if not told:
            return Holding(found, rows, held)
        held |= told
        rows = _exchanged(rows, before, told)


def _years(computed: Iterable[Computed]) -> frozenset[str]:
    return frozenset(year for one in computed for year in years_of(one.cell.member(YEAR) or ""))


def _years_that_differ(rows: Rows, before: Rows) -> frozenset[str]:
    """Of those that were published before."""
    published = {row.year for row in before}
    return frozenset(row.year for row in {*rows} ^ {*before} if row.year in published)


def _exchanged(rows: Rows, before: Rows, years: frozenset[str]) -> Rows:
    kept = [row for row in rows if row.year not in years] + [row for row in before if row.year in years]
    return sorted(kept, key=lambda row: (row.indicator, row.year, row.breakdown, row.category))
