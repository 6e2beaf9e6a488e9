"""Lines of one shape, the same text but for the values, taken apart many at once.

The values of a line are what stands between the texts of a shape. That a line has that shape is proven by writing it
again from both; any other line is left to be read on its own.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

import polars as pl

from faro.parsing.json_values import Paths, distinct

#: A file has few shapes. Where it has more, or its first lines have none, lines are read on their own.
_MOST_SHAPES, _MOST_TRIED = 8, 50
_WHITE = " \t\r"
_SCALAR = (
    r'(?:"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|true|false|null'
    r"|-?(?:0|[1-9][0-9]{0,40})(?:\.[0-9]{1,40})?(?:[eE][+-]?[0-9]{1,3})?)"
)
_VALUE = rf"(?:{_SCALAR}|\[ ?(?:{_SCALAR}(?:, ?{_SCALAR})*)? ?\])"
_MEMBER = re.compile(rf'":\s*({_VALUE})')
#: No JSON text holds it as it is.
_CUT = "\x1f"
_LOST = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Alike:
    """Lines of one shape: the number of each, and per path the JSON text of its values."""

    numbers: pl.Series
    values: Mapping[str, pl.Series]


@dataclass(frozen=True)
class Shape:
    """The paths of a line's values, and the texts around them."""

    paths: tuple[str, ...]
    around: tuple[str, ...]

    @classmethod
    def of(cls, line: str, paths: Paths) -> "Shape | None":
        """The shape of a line that is one object; None where its values cannot be told from the rest.

        Numbers that stand for the values must come back from the line as what its fields hold, one by one.
        """
        ends = chain.from_iterable(found.span(1) for found in _MEMBER.finditer(line))
        around = [line[begin:end] for begin, end in pairwise([0, *ends, len(line)])][::2]
        numbers = [str(place) for place in range(len(around) - 1)]
        numbered = "".join(chain.from_iterable(zip(around, [*numbers, ""], strict=True)))
        try:
            row = json.loads(numbered, object_pairs_hook=distinct)
        except (ValueError, RecursionError):
            return None
        found, rule = paths.flattened(row) if isinstance(row, dict) else ({}, None)
        if rule or not found or [repr(value) for value in found.values()] != numbers:
            return None
        return cls(tuple(found), tuple(around))

    def values(self, lines: pl.Series) -> tuple[pl.DataFrame, pl.Series]:
        """What stands between the texts of this shape, and for each line whether it is of it."""
        *before, end = self.around
        names = [str(place) for place in range(len(before))]
        cut = lines.str.replace_many(before, [_CUT], leftmost=True).str.split_exact(_CUT, len(before))
        values = cut.struct.rename_fields(["", *names]).struct.unnest().select(names)
        values = values.with_columns(pl.col(names[-1]).str.strip_suffix(end))
        written = chain.from_iterable((pl.lit(text), pl.col(name)) for text, name in zip(before, names, strict=True))
        is_same = pl.concat_str(*written, pl.lit(end)) == pl.lit(lines)
        are_values = pl.all_horizontal(pl.all().str.contains(rf"\A{_VALUE}\z"))
        return values, values.select((is_same & are_values).fill_null(False)).to_series()


@dataclass(frozen=True)
class Sorted:
    """The lines of a file: those alike, shape by shape, and the numbers of those to be read on their own."""

    alike: list[Alike]
    others: pl.Series


def sort_lines(lines: Sequence[str], paths: Paths, *, lossy: bool) -> Sorted:
    """Which lines are alike, and which have to be read on their own."""
    texts = pl.Series([_sound(line) for line in lines] if lossy else lines, dtype=pl.String).str.strip_chars(_WHITE)
    numbers = pl.int_range(1, len(lines) + 1, dtype=pl.Int64, eager=True)
    found: list[Alike] = []
    while len(found) < _MOST_SHAPES and (shape := _shape(texts, paths)):
        values, has_shape = shape.values(texts)
        if not has_shape.any():
            break
        columns = values.filter(has_shape).get_columns()
        found.append(Alike(numbers.filter(has_shape), dict(zip(shape.paths, columns, strict=True))))
        texts, numbers = texts.filter(~has_shape), numbers.filter(~has_shape)
    return Sorted(found, numbers)


def _sound(line: str) -> str:
    """A line with bytes that are no text has no shape."""
    return "" if _LOST.search(line) else line


def _shape(texts: pl.Series, paths: Paths) -> Shape | None:
    """The shape of the first line that has one."""
    return next((shape for line in texts.head(_MOST_TRIED) if (shape := Shape.of(line, paths))), None)
