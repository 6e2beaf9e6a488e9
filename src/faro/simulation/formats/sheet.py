"""What a file holds, whatever its format: headers, rows of cells, and what clerks put above and below them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

Cell = str | int | float | date | None


@dataclass(frozen=True)
class Sheet:
    """One table of one file; `day` is how a date is written where it has to be text."""

    name: str
    headers: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]
    banner: tuple[str, ...] = ()
    totals: tuple[Cell, ...] | None = None
    day: str = "%Y-%m-%d"

    def written(self, cell: Cell) -> str | int | float | None:
        """The cell where only texts and numbers can be."""
        if isinstance(cell, datetime):
            return cell.strftime(f"{self.day} %H:%M:%S")
        return cell.strftime(self.day) if isinstance(cell, date) else cell

    @property
    def lines(self) -> list[Sequence[Cell]]:
        """The rows and, below them, the totals."""
        return [*self.rows, self.totals] if self.totals else list(self.rows)
