"""Categories that are published as one, because of some of them there are too few: collapsing before hiding.

Of a breakdown by age with one older adult the adults would be hidden beside her, or the children: published as who is
18 and over, nobody is (Hundepool et al., Statistical Disclosure Control, 2012, on recoding).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from faro.releases.figures import IndicatorFigure, quotient
from faro.releases.kinds import Kinds
from faro.releases.periods import running_year
from faro.releases.policy import DisclosurePolicy
from faro.releases.tables import ReleaseTable

_Tables = Mapping[tuple[str, str], ReleaseTable]


def collapsed(
    rows: Iterable[IndicatorFigure], tables: _Tables, kinds: Kinds, policy: DisclosurePolicy
) -> list[IndicatorFigure]:
    """The same figures; of a breakdown with few in a category that can be one with others, in that one, in all years.

    Only counts, and shares of the same whole, are added up.
    """
    rows = list(rows)
    running = running_year(row.year for row in rows)
    by_breakdown: dict[tuple[str, str], list[IndicatorFigure]] = defaultdict(list)
    for row in rows:
        by_breakdown[row.indicator, row.breakdown].append(row)
    found: list[IndicatorFigure] = []
    for key, of_breakdown in by_breakdown.items():
        coarser = policy.coarser(key[1])
        fine = [row for row in of_breakdown if row.category in coarser]
        few = any(_is_few(row, tables[key], policy) for row in fine if row.year != running)
        kind = {kinds[tables[key].line_of(row)] for row in fine}
        if few and _add_up(fine) and None not in kind:
            found += [row for row in of_breakdown if row.category not in coarser]
            found += _together(fine, coarser, are_amounts=kind == {"amount"})
        else:
            found += of_breakdown
    return found


def _is_few(row: IndicatorFigure, table: ReleaseTable, policy: DisclosurePolicy) -> bool:
    line = table.line(row.category)
    if line is None or line.numerator is None:
        return False
    return 0 < (row.numerator or 0) < policy.threshold(line.numerator.population, characteristics=1)


def _add_up(rows: list[IndicatorFigure]) -> bool:
    """Whether all are known, and of each year of the same whole."""
    wholes = {(row.year, row.denominator) for row in rows}
    return all(row.value is not None for row in rows) and len(wholes) == len({row.year for row in rows})


def _together(rows: Iterable[IndicatorFigure], coarser: Mapping[str, str], are_amounts: bool) -> list[IndicatorFigure]:
    sums: dict[tuple[str, str], IndicatorFigure] = {}
    for row in rows:
        key = row.year, coarser[row.category]
        before = sums.get(key)
        numerator = (row.numerator or 0) + (before.numerator or 0 if before else 0)
        value = numerator if are_amounts else quotient(numerator, row.denominator)
        sums[key] = replace(row, category=coarser[row.category], numerator=numerator, value=value)
    return list(sums.values())
