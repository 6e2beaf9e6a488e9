"""What differs between the figures of two releases."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from faro.publication.figures import PublishedFigure

Key = tuple[str, str, str, str]


@dataclass(frozen=True)
class Difference:
    """A figure that is another one, with both; None where a release has none."""

    before: PublishedFigure | None
    now: PublishedFigure | None

    @property
    def figure(self) -> PublishedFigure:
        """Either, for what it is called."""
        return next(one for one in (self.now, self.before) if one)

    @property
    def kind(self) -> Literal["new", "gone", "shown", "suppressed", "changed"]:
        """Of a figure in both: whether it is to be seen again, no longer to be seen, or another value."""
        if self.before is None or self.now is None:
            return "gone" if self.before else "new"
        if self.before.status != self.now.status and "suppressed" in (self.before.status, self.now.status):
            return "suppressed" if self.now.status == "suppressed" else "shown"
        return "changed"


def differences(before: Iterable[PublishedFigure], now: Iterable[PublishedFigure]) -> list[Difference]:
    """Of figures whose value or status differs, in the order of their keys."""
    old, new = ({key_of(one): one for one in figures} for figures in (before, now))
    found = (Difference(old.get(key), new.get(key)) for key in sorted(old.keys() | new.keys()))
    return [one for one in found if _said(one.before) != _said(one.now)]


def key_of(figure: PublishedFigure) -> Key:
    return figure.indicator_id, figure.breakdown, figure.category, figure.period


def _said(figure: PublishedFigure | None) -> tuple[float | None, str] | None:
    return (figure.value, figure.status) if figure else None
