"""From the figures of the marts to counts that protect each other: each cell once, in however many tables it stands."""

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from faro.disclosure.editions import Figures, Policy
from faro.disclosure.figures import Cell, Contradiction, ties
from faro.releases.collapsing import collapsed
from faro.releases.counts import Counts, in_words
from faro.releases.dimensions import dimensions_of
from faro.releases.errors import FiguresDiffer
from faro.releases.figures import IndicatorFigure, ReleaseFigure, TableOfPeriod
from faro.releases.kinds import kinds_of
from faro.releases.known import known_to_holders, public
from faro.releases.levels import published_tables
from faro.releases.nobody import add_nobody, broken_down
from faro.releases.periods import running_year, years_of
from faro.releases.policy import DisclosurePolicy
from faro.releases.published import Published
from faro.releases.rests import add_rests
from faro.releases.tables import YEAR, ReleaseTable
from faro.releases.tabulation import Tabulation
from faro.releases.thresholds import characteristics_of, groups_of, is_of_few, threshold_of

#: What is lost with a cell that stands in no table.
_OF_NO_USE = 1e-3


@dataclass(frozen=True)
class Counted:
    """`figures`: all counts of a release, tied, with what a reader gets by subtracting; `stated`: those that the marts
    state; `left_out`: others of theirs, of which a reader learns nothing. `released`: what is published of them.
    `withheld`: breakdowns of years and periods that are not, because too little of them could be shown."""

    figures: Figures
    stated: Mapping[Cell, int]
    left_out: frozenset[Cell]
    released: tuple[ReleaseFigure, ...]
    withheld: tuple[TableOfPeriod, ...]

    def published(self, hidden: frozenset[Cell] = frozenset()) -> Published:
        """What is kept of it where those counts are hidden."""
        return Published(self.stated, hidden, self.figures.unpublished & self.stated.keys(), self.left_out)


def counted(
    rows: Iterable[IndicatorFigure],
    tables: Mapping[tuple[str, str], ReleaseTable],
    policy: DisclosurePolicy,
    without: Collection[TableOfPeriod] = (),
) -> Counted:
    """Without those tables. Raises FiguresDiffer where two tables say that they count the same and do not."""
    rows = list(rows)
    kinds = kinds_of(rows, tables)
    running = running_year(row.year for row in rows) if policy.periods.running == "totals" else ""
    tabulation = Tabulation(collapsed(rows, tables, kinds, policy), tables, kinds, policy)
    figures = tabulation.figures()
    every = tabulation.counts
    every.left_out = _nonzero(Tabulation(rows, tables, kinds, policy)) - every.of.keys()
    add_nobody(every, policy)
    figures = broken_down([*figures, *tabulation.of_nobody(figures)], every, policy)
    told = public(every.of, policy)
    kept, withheld = published_tables(
        figures, lambda one: _has_no_small(one, every, policy, told), policy.thresholds.shown, running
    )
    withheld |= kept.intersection(without)
    released = tuple(one for one in figures if one.table in kept - withheld)
    published = frozenset(cell for one in released for cell in one.follows)
    years = frozenset[Cell]().union(*(_years_of(cell, every) for cell in published))
    counts = every.only(published | told | years | _of_few(published, every, policy))
    stated = dict(counts.of)
    return Counted(tied(counts, policy, published), stated, counts.left_out, released, tuple(sorted(withheld)))


def _nonzero(tabulation: Tabulation) -> frozenset[Cell]:
    """The counts of its figures that are not 0."""
    tabulation.figures()
    return frozenset(cell for cell, count in tabulation.counts.of.items() if count)


def _years_of(cell: Cell, counts: Counts) -> set[Cell]:
    """Of a period the counts of its years, of which others are made too: what two periods differ by is known."""
    years = {cell.within(YEAR, year) for year in years_of(cell.member(YEAR))}
    return {one for one in years if counts.of.get(one)}


def _of_few(published: frozenset[Cell], counts: Counts, policy: DisclosurePolicy) -> set[Cell]:
    """What small groups are, also where it stands in no table, and those groups: of the tables that are published, and
    by one characteristic of the years of periods."""
    tables = {(_table(cell), cell.member(YEAR)) for cell in published}
    with_years = tables | {(table, year) for table, period in tables for year in years_of(period)}
    few = {
        cell
        for cell in counts.of
        if (_table(cell), cell.member(YEAR)) in (tables if len(characteristics_of(cell)) > 1 else with_years)
        and is_of_few(cell, counts.of, policy)
    }
    return few.union(group for cell in few for group in groups_of(cell) if counts.of.get(group))


def _table(cell: Cell) -> tuple[str, tuple[str, ...]]:
    return cell.population, cell.names


def tied(counts: Counts, policy: DisclosurePolicy, published: frozenset[Cell]) -> Figures:
    """With what a reader gets by subtracting, which is published nowhere. Raises FiguresDiffer."""
    rests = add_rests(counts, policy)
    dimensions = dimensions_of(counts.of, policy)
    try:
        found = ties(counts.of, dimensions, policy.subsets(YEAR))
    except Contradiction as contradiction:
        whole = contradiction.whole
        raise FiguresDiffer(
            field=counts.said_by.get(whole, ""), rule=counts.said_by.get(contradiction.part, ""), path=in_words(whole)
        ) from contradiction
    return Figures(
        counts.of,
        [*found, *rests],
        {
            cell: Policy(
                threshold_of(cell, policy) if cell in published else policy.thresholds.unpublished,
                shows_zeros=not is_of_few(cell, counts.of, policy),
                reach=policy.thresholds.reach,
            )
            for cell in counts.of
        },
        weights={
            cell: _weight(cell, count, policy) if cell in published else _OF_NO_USE for cell, count in counts.of.items()
        },
        unpublished=frozenset(counts.of) - published,
        public=public(counts.of, policy),
        known=known_to_holders(counts.of, dimensions, policy),
    )


def _weight(cell: Cell, count: int, policy: DisclosurePolicy) -> float:
    """What is lost with it: more with a larger count, and with what is asked for first."""
    is_pooled = len(years_of(cell.member(YEAR))) > 1
    return policy.weight(cell.population, characteristics_of(cell), is_pooled) * (1 + math.sqrt(count))


def _has_no_small(figure: ReleaseFigure, counts: Counts, policy: DisclosurePolicy, public: frozenset[Cell]) -> bool:
    return all(
        not 0 < counts.of[cell] < max(0 if cell in public else threshold_of(cell, policy), figure.least)
        and (cell in public or not is_of_few(cell, counts.of, policy))
        for cell in figure.follows
    )
