"""What the figures of a line of a release table are: what may be added up over years, and how."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Literal

from faro.releases.figures import IndicatorFigure
from faro.releases.tables import LineOfTable, ReleaseTable

#: Counts and sums are amounts; None: medians and rates of inhabitants, which do not add up.
Kind = Literal["amount", "share"]
Kinds = Mapping[LineOfTable, Kind | None]


def kinds_of(rows: Iterable[IndicatorFigure], tables: Mapping[tuple[str, str], ReleaseTable]) -> Kinds:
    """Of each line what all of its figures are: one median is the number of its units by chance, all are not."""
    lines: dict[LineOfTable, list[IndicatorFigure]] = defaultdict(list)
    for row in rows:
        lines[tables[row.indicator, row.breakdown].line_of(row)].append(row)
    return {line: _kind([row for row in of_line if row.value is not None]) for line, of_line in lines.items()}


def _kind(rows: list[IndicatorFigure]) -> Kind | None:
    if all(row.is_amount() for row in rows):
        return "amount"
    return "share" if all(row.is_share() for row in rows) else None
