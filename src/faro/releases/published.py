"""What is kept of a release for all later ones."""

from collections.abc import Mapping
from dataclasses import dataclass

from faro.disclosure.figures import Cell


@dataclass(frozen=True)
class Published:
    """`counts`: those that the marts stated; `hidden`: of all counts, also of what a reader gets by subtracting;
    `unpublished`: of the stated ones those that stood in no table; `left_out`: what the marts stated too, that is not 0
    and that the release was not made of: a reader learns nothing of it."""

    counts: Mapping[Cell, int]
    hidden: frozenset[Cell]
    unpublished: frozenset[Cell]
    left_out: frozenset[Cell] = frozenset()

    @property
    def published(self) -> frozenset[Cell]:
        """What stood in its tables, shown or hidden."""
        return frozenset(self.counts) - self.unpublished
