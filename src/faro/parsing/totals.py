"""A row of totals: what says so, and what proves that it is no row of data."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isclose

import polars as pl

from faro.parsing.layout import LogicalType
from faro.parsing.received import ROW

_LABEL = re.compile(
    r"\s*(?:gran\s+total|sub\s*-?\s*total(?:es)?|total(?:es)?(?:\s+(?:general(?:es)?|global|final|"
    r"(?:de\s+)?(?:registros|filas|casos|personas|atenciones|servicios|medidas)))?|sumas?)\s*[:.]?\s*(?:\d+\s*)?",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\s*[₡$]?\s*[+-]?\d[\d.,\s'’]*%?\s*")
_THOUSANDS = re.compile(r"[.,\s'’](?=\d{3}(?:\D|$))")


@dataclass(frozen=True)
class Total:
    """A row whose first filled cell says "total" and whose other filled cells are numbers."""

    label: int
    numbers: Mapping[int, str]

    @classmethod
    def of(cls, line: Sequence[str | None]) -> "Total | None":
        """The row as a row of totals; None for any other."""
        filled = {place: cell for place, cell in enumerate(line) if cell}
        label = next(iter(filled), None)
        if label is None or not _LABEL.fullmatch(filled.pop(label)):
            return None
        return cls(label, filled) if all(map(_NUMBER.fullmatch, filled.values())) else None

    def is_no_data(self, required: Mapping[int, LogicalType], cells: pl.DataFrame, row: int) -> bool:
        """Whether the contract would refuse it anyhow, or its numbers are those of the rows above it."""
        if any(not self._could_hold(place, kind) for place, kind in required.items()):
            return True
        above = cells.filter(pl.col(ROW) < row)
        if not self.numbers:
            others = above.select(pl.any_horizontal(pl.exclude(ROW, str(self.label)).is_not_null().any())).item()
            return bool(others) and not above.is_empty()
        return all(self._follows(above[str(place)], number) for place, number in self.numbers.items())

    def _could_hold(self, place: int, kind: LogicalType) -> bool:
        if place == self.label:
            return kind == "string"
        return place in self.numbers and kind not in ("date", "timestamp", "boolean")

    @staticmethod
    def _follows(above: pl.Series, stated: str) -> bool:
        """Whether it counts the rows above, or adds up the numbers in them."""
        total, cells = _value(stated), [_value(cell) for cell in above.drop_nulls() if _NUMBER.fullmatch(cell)]
        numbers = [number for number in cells if number is not None]
        if total is None:
            return False
        return total == len(above) or (bool(numbers) and isclose(total, sum(numbers), rel_tol=1e-9, abs_tol=0.005))


def _value(text: str) -> float | None:
    plain = re.sub(r"[^\d.,+-]", "", _THOUSANDS.sub("", text))
    try:
        return float(plain.replace(",", "."))
    except ValueError:
        return None
