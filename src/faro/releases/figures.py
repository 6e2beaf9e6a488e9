"""Figures as the marts hold them, and as a release publishes them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from faro.disclosure.figures import Cell

#: Indicator, breakdown, and a year or a period.
TableOfPeriod = tuple[str, str, str]


@dataclass(frozen=True)
class IndicatorFigure:
    """A row of marts.indicator_value: the year is a text, a count is None where the indicator has none."""

    indicator: str
    year: str
    breakdown: str
    category: str
    value: float | None
    numerator: float | None
    denominator: float | None

    def is_amount(self) -> bool:
        """Whether it may be a count or a sum."""
        return self.value == self.numerator

    def is_share(self) -> bool:
        """Whether it may be a share of counts."""
        return self.denominator is not None and self.value == quotient(self.numerator, self.denominator)


@dataclass(frozen=True)
class ReleaseFigure:
    """Of a year or of a period. `follows`: the counts that it is made of; `least`: how many units it needs; `is_share`:
    whether it is a share of counts, and no amount, median or rate."""

    indicator: str
    period: str
    breakdown: str
    category: str
    value: float | None
    follows: tuple[Cell, ...]
    least: int = 0
    is_share: bool = False

    @property
    def table(self) -> TableOfPeriod:
        return self.indicator, self.breakdown, self.period

    def is_shown(self, counts: Mapping[Cell, int], hidden: Collection[Cell]) -> bool:
        return all(cell not in hidden and counts[cell] >= self.least for cell in self.follows)


def quotient(numerator: float | None, denominator: float | None) -> float | None:
    """The numerator where there is no denominator; None where that is 0."""
    if numerator is None or denominator is None:
        return numerator
    return numerator / denominator if denominator else None
