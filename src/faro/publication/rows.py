"""The rows that every file of a release holds: a value where there is one to publish, and of as many digits in all."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from math import isfinite

from faro.publication.figures import PublishedFigure

_DIGITS = 10


def file_rows(figures: Iterable[PublishedFigure]) -> list[PublishedFigure]:
    """The figures, in their order, with values as they are published. Raises ValueError where a hidden one has one."""
    return [_row(figure) for figure in figures]


def number_text(value: float) -> str:
    """Whole numbers exactly, others with ten significant digits; with a point, and without an exponent."""
    return str(int(value)) if value.is_integer() else f"{Decimal(f'{value:.{_DIGITS}g}'):f}"


def _row(figure: PublishedFigure) -> PublishedFigure:
    if (figure.status == "published") != (figure.value is not None):
        raise ValueError(f"{_key(figure)}: a value is there where the status is published, and nowhere else")
    if figure.value is None:
        return figure
    if not isfinite(figure.value):
        raise ValueError(f"{_key(figure)}: the value is no number")
    return replace(figure, value=float(number_text(float(figure.value))))


def _key(figure: PublishedFigure) -> str:
    return f"{figure.indicator_id} {figure.period} {figure.breakdown} {figure.category}"
