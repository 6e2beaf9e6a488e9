"""What is not published as the marts say it, because beside earlier releases it would tell of a few.

Breakdowns that are listed anew are withheld first: nobody misses them. So is what cannot be told of the year that goes
on: all else of it is newer than it was. Then figures stay as they were of a whole year, for all indicators that share
counts with each other: half of them would contradict others.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from faro.releases.drafting import Computed, Draft, Drafting
from faro.releases.families import Family, families
from faro.releases.figures import IndicatorFigure
from faro.releases.periods import running_year, years_of
from faro.releases.tables import YEAR
from faro.releases.withholding import Tables, listed_anew, standing_in

Rows = Sequence[IndicatorFigure]
#: Indicator and year.
Held = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Holding:
    """`rows`: what the draft is made of; `held`: indicators of years that stay as they were published; `withheld`:
    tables that would be published beside them, and are not."""

    draft: Draft
    rows: Rows
    held: Held = frozenset()
    withheld: Tables = frozenset()


def holding(rows: Rows, before: Rows, drafting: Drafting) -> Holding:
    """The draft of those rows; of what a reader could compute a small count by, without tables or with rows of before.

    What earlier releases tell by themselves is held of nothing.
    """
    related = families(drafting.tables, drafting.policy)
    running = running_year(row.year for row in rows)
    held: Held = frozenset()
    withheld: Tables = frozenset()
    current = drafting.counted(rows)
    while before and (computed := drafting.out_of_reach(current)):
        near, far = listed_anew(computed, current, drafting.earlier[-1].published, related)
        if tables := near or standing_in(computed, current, running):
            withheld |= tables
        elif told := _told(computed, related) & _differing(rows, before):
            held |= told
            rows, withheld = _exchanged(rows, before, told), frozenset()
        elif far:
            withheld |= far
        else:
            break
        current = drafting.counted(rows, withheld)
    return Holding(drafting.draft(rows, withheld), rows, held, withheld)


def _told(computed: Iterable[Computed], families: Sequence[Family]) -> Held:
    by_population = {population: family for family in families for population in family.populations}
    return frozenset(
        (indicator, year)
        for one in computed
        for year in years_of(one.cell.member(YEAR))
        for indicator in by_population[one.cell.population].indicators
    )


def _differing(rows: Rows, before: Rows) -> Held:
    """Of those that were published before."""
    published = {(row.indicator, row.year) for row in before}
    return frozenset((row.indicator, row.year) for row in {*rows} ^ {*before}) & published


def _exchanged(rows: Rows, before: Rows, held: Held) -> Rows:
    kept = [row for row in rows if (row.indicator, row.year) not in held]
    kept += [row for row in before if (row.indicator, row.year) in held]
    return sorted(kept, key=lambda row: (row.indicator, row.year, row.breakdown, row.category))
