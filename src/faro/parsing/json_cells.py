"""The cells of JSON lines: of objects that were read one by one, and of lines that are alike, column by column."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from faro.parsing.json_shapes import AS_IT_STANDS, WORDS, Alike
from faro.parsing.json_values import as_cell
from faro.parsing.received import ROW, Fault, as_cells


@dataclass
class JsonCells:
    """Makes frames of cells, in which `of_number` tells what was a number by nature, and keeps what was wrong.

    At `joined` positions a list is one text.
    """

    keys: Sequence[str]
    joined: frozenset[int]
    faults: list[Fault] = field(default_factory=list)

    def of_objects(self, rows: Mapping[int, Mapping[str, Any]]) -> pl.DataFrame:
        """Row number → path → value, one by one."""
        cells = as_cells(((number, self._row(number, row)) for number, row in rows.items()), len(self.keys))
        return cells.with_columns(
            pl.Series(of_number(place), [type(row.get(key)) in (int, float) for row in rows.values()], pl.Boolean)
            for place, key in enumerate(self.keys)
        )

    def of_alike(self, alike: Alike) -> pl.DataFrame:
        """Lines of one shape, column by column."""
        absent = pl.repeat("null", len(alike.numbers), eager=True)
        values = [alike.values.get(key, absent) for key in self.keys]
        texts = [self._column(alike, place, column).alias(str(place)) for place, column in enumerate(values)]
        # of what a JSON text begins with only a minus and digits lie there
        numeric = [
            column.is_between("-", ":", closed="left").alias(of_number(place)) for place, column in enumerate(values)
        ]
        return pl.DataFrame([alike.numbers.alias(ROW), *texts, *numeric])

    def _row(self, number: int, row: Mapping[str, Any]) -> list[str | None]:
        cells = [as_cell(row.get(key), joined=place in self.joined) for place, key in enumerate(self.keys)]
        self.faults += [(number, place, rule) for place, (_, rule) in enumerate(cells) if rule]
        return [text for text, _ in cells]

    def _column(self, alike: Alike, place: int, values: pl.Series) -> pl.Series:
        """What does not stand as it is, each value once."""
        stands = ~values.is_in(WORDS) if alike.plain else values.str.contains(rf"\A{AS_IT_STANDS}\z")
        unquoted = values.str.strip_chars('"')
        if stands.all():
            return unquoted
        others = values.filter(~stands).unique().to_list()
        read = {value: as_cell(json.loads(value), joined=place in self.joined) for value in others}
        for value, (_, rule) in read.items():
            if rule:
                self.faults += [(row, place, rule) for row in alike.numbers.filter(values == value)]
        texts = {value: text for value, (text, _) in read.items()}
        made = values.replace_strict(texts, default=None, return_dtype=pl.String)
        return unquoted.zip_with(stands, made)


def of_number(place: int) -> str:
    """The name of the column that tells of each cell whether it was a number."""
    return f"{place} is number"
