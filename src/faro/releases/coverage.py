"""How much of each table of a release is shown: of its figures, and of the persons or units that they count."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from faro.releases.drafting import Draft


@dataclass(frozen=True)
class Coverage:
    """`units`: counted in its figures, each as often as it is; `withheld`: years and periods of which nothing is."""

    figures: int = 0
    shown: int = 0
    units: int = 0
    units_shown: int = 0
    withheld: int = 0

    def __add__(self, other: "Coverage") -> "Coverage":
        return Coverage(
            self.figures + other.figures,
            self.shown + other.shown,
            self.units + other.units,
            self.units_shown + other.units_shown,
            self.withheld + other.withheld,
        )

    @property
    def of_figures(self) -> float | None:
        """Share that is shown, from 0 to 1; None where there is none."""
        return self.shown / self.figures if self.figures else None

    @property
    def of_units(self) -> float | None:
        """Share that is in figures that are shown, from 0 to 1; None where nobody is counted."""
        return self.units_shown / self.units if self.units else None


def coverages(draft: Draft) -> dict[tuple[str, str], Coverage]:
    """By indicator and breakdown, in the order of the release."""
    found: dict[tuple[str, str], Coverage] = defaultdict(Coverage)
    for figure in draft.counted.released:
        is_shown = draft.is_shown(figure)
        units = draft.counted.figures.counts[figure.follows[0]] if figure.follows else 0
        found[figure.indicator, figure.breakdown] += Coverage(1, int(is_shown), units, units * is_shown)
    for indicator, breakdown, _ in draft.counted.withheld:
        found[indicator, breakdown] += Coverage(withheld=1)
    return found


def together(coverages: Iterable[Coverage]) -> Coverage:
    return sum(coverages, Coverage())
