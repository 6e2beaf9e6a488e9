"""Figures of years and of periods, as rows of the marts state them, each with the counts that it is made of."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from faro.disclosure.figures import Cell
from faro.indicators.definitions import TOTAL
from faro.releases.counts import Counts
from faro.releases.figures import IndicatorFigure, ReleaseFigure, TableOfPeriod, quotient
from faro.releases.kinds import Kinds
from faro.releases.periods import periods_of
from faro.releases.policy import DisclosurePolicy
from faro.releases.tables import YEAR, Pattern, ReleaseTable
from faro.releases.thresholds import is_of_few

#: Those of a numerator and of a denominator.
_Cells = tuple[Cell | None, Cell | None]


@dataclass(frozen=True)
class Tabulation:
    """`counts`: of the figures that were asked for. Each method raises FiguresDiffer."""

    rows: Sequence[IndicatorFigure]
    tables: Mapping[tuple[str, str], ReleaseTable]
    kinds: Kinds
    policy: DisclosurePolicy
    counts: Counts = field(default_factory=Counts)

    def figures(self) -> list[ReleaseFigure]:
        """Of the years that there are, and of the periods that are made of them."""
        periods = periods_of({row.year for row in self.rows}, self.policy.periods)
        return [*self._of_years(), *self._of_periods(periods)]

    def _of_years(self) -> Iterator[ReleaseFigure]:
        """What is published of the year; its counts are there in any case, for the periods are made of them."""
        for row in self.rows:
            cells = self._cells(row, row.year)
            if cells is not None:
                self._count(cells, (row.numerator, row.denominator), row)
                is_median = self._kind(row) is None and row.denominator is None
                least = self.policy.thresholds.median if is_median else 0
                yield self._figure(row, row.year, cells, row.value, least)

    def _of_periods(self, periods: Mapping[str, frozenset[str]]) -> Iterator[ReleaseFigure]:
        """What adds up over the years of a period, of which each that has it has its counts."""
        for of_category in self._series():
            for period, years in periods.items():
                there = [row for row in of_category if row.year in years]
                cells = self._cells(there[0], period) if there else None
                if cells is not None and all(row.value is not None for row in there):
                    sums = self._sums(there, cells, years)
                    self._count(cells, sums, there[0])
                    value = sums[0] if self._kind(there[0]) == "amount" else quotient(*sums)
                    yield self._figure(there[0], period, cells, value)

    def of_nobody(self, figures: Iterable[ReleaseFigure]) -> Iterator[ReleaseFigure]:
        """Beside those figures: categories that other years have, of small groups of whom nobody is in them."""
        listed: dict[TableOfPeriod, set[str]] = defaultdict(set)
        for one in figures:
            listed[one.table].add(one.category)
        categories: dict[tuple[str, str], dict[str, IndicatorFigure]] = defaultdict(dict)
        for row in self.rows:
            categories[row.indicator, row.breakdown].setdefault(row.category, row)
        for (indicator, breakdown, period), there in listed.items():
            for category, row in categories[indicator, breakdown].items():
                cells = self._cells(row, period) if category not in there else None
                part = cells[0] if cells else None
                if cells and part in self.counts.of and is_of_few(part, self.counts.of, self.policy):
                    yield self._figure(row, period, cells, 0.0)

    def _series(self) -> Iterable[list[IndicatorFigure]]:
        """Rows of the same category, of tables whose years may be added up."""
        found: dict[tuple[str, str, str], list[IndicatorFigure]] = defaultdict(list)
        for row in self.rows:
            if self._table(row).is_pooled and self._kind(row) is not None:
                found[row.indicator, row.breakdown, row.category].append(row)
        return found.values()

    def _sums(self, rows: Iterable[IndicatorFigure], cells: _Cells, years: Iterable[str]) -> tuple[float, float]:
        numerator, denominator = cells
        return (
            sum(row.numerator or 0 for row in rows) if numerator is None else self._counted(numerator, years),
            sum(row.denominator or 0 for row in rows) if denominator is None else self._counted(denominator, years),
        )

    def _counted(self, cell: Cell, years: Iterable[str]) -> int:
        return sum(self.counts.of.get(cell.within(YEAR, year), 0) for year in years)

    def _count(self, cells: _Cells, numbers: Iterable[float | None], row: IndicatorFigure) -> None:
        for cell, number in zip(cells, numbers, strict=True):
            if cell is not None and number is not None:
                self.counts.add(cell, round(number), f"{row.indicator} {row.breakdown}")

    def _cells(self, row: IndicatorFigure, period: str) -> _Cells | None:
        """None where the category is not released."""
        line = self._table(row).line(row.category)
        members = {} if row.breakdown == TOTAL else self.policy.members(row.breakdown, row.category)
        if line is None or members is None:
            return None
        return _cell(line.numerator, period, members), _cell(line.denominator, period, members)

    def _figure(
        self, row: IndicatorFigure, period: str, cells: _Cells, value: float | None, least: int = 0
    ) -> ReleaseFigure:
        follows = tuple(cell for cell in cells if cell is not None and cell in self.counts.of)
        what = row.indicator, period, row.breakdown, row.category
        return ReleaseFigure(*what, value, follows, least, is_share=self._kind(row) == "share")

    def _table(self, row: IndicatorFigure) -> ReleaseTable:
        return self.tables[row.indicator, row.breakdown]

    def _kind(self, row: IndicatorFigure) -> str | None:
        return self.kinds[self._table(row).line_of(row)]


def _cell(pattern: Pattern | None, period: str, members: Mapping[str, str]) -> Cell | None:
    return pattern.cell(period, members) if pattern else None
