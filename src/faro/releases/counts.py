"""Counts by cell, each with the table that says so: what two tables count is counted once, and is the same."""

from collections.abc import Collection
from dataclasses import dataclass, field

from faro.disclosure.figures import Cell
from faro.releases.errors import FiguresDiffer


@dataclass
class Counts:
    """Cell → count, and the table that said so first. `left_out`: what is not 0, and no count of these."""

    of: dict[Cell, int] = field(default_factory=dict)
    said_by: dict[Cell, str] = field(default_factory=dict)
    left_out: frozenset[Cell] = frozenset()

    def add(self, cell: Cell, count: int, table: str) -> None:
        """Raises FiguresDiffer where another table says another count."""
        if self.of.setdefault(cell, count) != count:
            raise FiguresDiffer(field=table, rule=self.said_by[cell], path=in_words(cell))
        self.said_by.setdefault(cell, table)

    def only(self, cells: Collection[Cell]) -> "Counts":
        """Those, in the order in which they were said."""
        kept = [cell for cell in self.of if cell in cells]
        others = frozenset(cell for cell, count in self.of.items() if count and cell not in cells)
        said_by = {cell: self.said_by[cell] for cell in kept}
        return Counts({cell: self.of[cell] for cell in kept}, said_by, self.left_out | others)


def in_words(cell: Cell) -> str:
    """As a line of a release table would say it."""
    return " ".join((cell.population, *(f"{name}={member}" for name, member in cell.parts)))
