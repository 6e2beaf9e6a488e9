"""From the figures of the marts to counts that protect each other: each cell once, in however many tables it stands."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from faro.disclosure.editions import Figures, Policy
from faro.disclosure.figures import Cell, Contradiction, ties
from faro.indicators.definitions import TOTAL
from faro.releases.collapsing import collapsed
from faro.releases.counts import Counts, in_words
from faro.releases.dimensions import dimensions_of
from faro.releases.errors import FiguresDiffer
from faro.releases.figures import IndicatorFigure, ReleaseFigure, TableOfPeriod, quotient
from faro.releases.kinds import Kind, Kinds, kinds_of
from faro.releases.known import known_to_holders, public
from faro.releases.levels import published_tables
from faro.releases.periods import periods_of, running_year, years_of
from faro.releases.policy import RECORDED, DisclosurePolicy
from faro.releases.rests import add_rests
from faro.releases.tables import YEAR, Pattern, ReleaseTable

#: What is lost with a cell that stands in no table.
_OF_NO_USE = 1e-3


@dataclass(frozen=True)
class Counted:
    """`figures`: all counts of a release, tied, with what a reader gets by subtracting; `stated`: those that the marts
    state. `released`: what is published of them. `withheld`: breakdowns of years and periods that are not, because too
    little of them could be shown."""

    figures: Figures
    stated: Mapping[Cell, int]
    released: tuple[ReleaseFigure, ...]
    withheld: tuple[TableOfPeriod, ...]


def counted(
    rows: Iterable[IndicatorFigure], tables: Mapping[tuple[str, str], ReleaseTable], policy: DisclosurePolicy
) -> Counted:
    """Raises FiguresDiffer where two tables say that they count the same and do not."""
    rows = list(rows)
    periods = periods_of({row.year for row in rows}, policy.periods)
    every = Counts()
    kinds = kinds_of(rows, tables)
    rows = collapsed(rows, tables, kinds, policy)
    figures = list(chain(*(_of_row(row, tables[row.indicator, row.breakdown], kinds, policy, every) for row in rows)))
    figures += _pooled(rows, tables, kinds, policy, periods, every)
    without = running_year(row.year for row in rows) if policy.periods.running == "totals" else ""
    told = public(every.of, policy)
    kept, withheld = published_tables(
        figures, lambda one: _has_no_small(one, every, policy, told), policy.thresholds.shown, without
    )
    released = tuple(one for one in figures if one.table in kept)
    published = frozenset(cell for one in released for cell in one.follows)
    counts = every.only(published.union(told, *(_years_of(cell, every) for cell in published)))
    stated = dict(counts.of)
    return Counted(tied(counts, policy, published), stated, released, tuple(sorted(withheld)))


def _years_of(cell: Cell, counts: Counts) -> set[Cell]:
    """Of a period the counts of its years, of which others are made too: what two periods differ by is known."""
    years = {cell.within(YEAR, year) for year in years_of(cell.member(YEAR) or "")}
    return {one for one in years if counts.of.get(one)}


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
                _threshold(cell, policy) if cell in published else policy.thresholds.unpublished,
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
    is_pooled = len(years_of(cell.member(YEAR) or "")) > 1
    return policy.weight(cell.population, _characteristics(cell), is_pooled) * (1 + math.sqrt(count))


def _has_no_small(figure: ReleaseFigure, counts: Counts, policy: DisclosurePolicy, public: frozenset[Cell]) -> bool:
    return all(
        not 0 < counts.of[cell] < max(0 if cell in public else _threshold(cell, policy), figure.least)
        for cell in figure.follows
    )


def _of_row(
    row: IndicatorFigure, table: ReleaseTable, kinds: Kinds, policy: DisclosurePolicy, counts: Counts
) -> Iterator[ReleaseFigure]:
    """What is published of the year; its counts are there in any case, for the periods are made of them."""
    cells = _cells(row, row.year, table, policy)
    if cells is None:
        return
    for cell, count in zip(cells, (row.numerator, row.denominator), strict=True):
        if cell is not None and count is not None:
            counts.add(cell, round(count), f"{row.indicator} {row.breakdown}")
    kind = kinds[table.line_of(row)]
    least = policy.thresholds.median if kind is None and row.denominator is None else 0
    yield _figure(row, row.year, cells, row.value, counts, kind, least)


def _cells(
    row: IndicatorFigure, period: str, table: ReleaseTable, policy: DisclosurePolicy
) -> tuple[Cell | None, Cell | None] | None:
    """Those of its numerator and denominator; None where the category is not released."""
    line = table.line(row.category)
    members = {} if row.breakdown == TOTAL else policy.members(row.breakdown, row.category)
    if line is None or members is None:
        return None
    return _cell(line.numerator, period, members), _cell(line.denominator, period, members)


def _cell(pattern: Pattern | None, period: str, members: Mapping[str, str]) -> Cell | None:
    return pattern.cell(period, members) if pattern else None


def _figure(
    row: IndicatorFigure,
    period: str,
    cells: tuple[Cell | None, Cell | None],
    value: float | None,
    counts: Counts,
    kind: Kind | None,
    least: int = 0,
) -> ReleaseFigure:
    follows = tuple(cell for cell in cells if cell is not None and cell in counts.of)
    what = row.indicator, period, row.breakdown, row.category
    return ReleaseFigure(*what, value, follows, least, is_share=kind == "share")


def _pooled(
    rows: Iterable[IndicatorFigure],
    tables: Mapping[tuple[str, str], ReleaseTable],
    kinds: Kinds,
    policy: DisclosurePolicy,
    periods: Mapping[str, frozenset[str]],
    counts: Counts,
) -> Iterator[ReleaseFigure]:
    """What adds up over the years of a period, of which each that has it has its counts."""
    series: dict[tuple[str, str, str], list[IndicatorFigure]] = defaultdict(list)
    for row in rows:
        table = tables[row.indicator, row.breakdown]
        if table.is_pooled and kinds[table.line_of(row)] is not None:
            series[row.indicator, row.breakdown, row.category].append(row)
    for (indicator, breakdown, _), of_years in series.items():
        table = tables[indicator, breakdown]
        for period, years in periods.items():
            there = [row for row in of_years if row.year in years]
            cells = _cells(there[0], period, table, policy) if there else None
            if cells is None or any(row.value is None for row in there):
                continue
            stated = [(row.numerator or 0 for row in there), (row.denominator or 0 for row in there)]
            sums = [
                sum(of_rows) if cell is None else sum(counts.of.get(cell.within(YEAR, year), 0) for year in years)
                for cell, of_rows in zip(cells, stated, strict=True)
            ]
            for cell, total in zip(cells, sums, strict=True):
                if cell is not None:
                    counts.add(cell, round(total), f"{indicator} {breakdown}")
            kind = kinds[table.line_of(there[0])]
            value = sums[0] if kind == "amount" else quotient(*sums)
            yield _figure(there[0], period, cells, value, counts, kind)


def _threshold(cell: Cell, policy: DisclosurePolicy) -> int:
    characteristics = len(_characteristics(cell))
    if cell.population in policy.populations:
        return policy.threshold(cell.population, characteristics)
    return policy.thresholds.crossing if characteristics > 1 else policy.thresholds.one_characteristic


def _characteristics(cell: Cell) -> list[str]:
    return [name for name, member in cell.parts if name != YEAR and member != RECORDED]
