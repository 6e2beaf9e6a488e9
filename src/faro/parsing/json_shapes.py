"""Lines of one shape, the same text but for the values, taken apart many at once.

The values of a line are what stands between the texts of a shape. A plain line, whose strings have no escapes, is
proven by one expression. That any other has the shape is proven by writing it again from both; what is left is read on
its own.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, pairwise

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
_NAMED = '":'
_MEMBER = re.compile(rf"{_NAMED}\s*({_VALUE})")
#: The JSON text of strings and numbers that says of itself what Python would make of it. Of decimals these have at
#: most fifteen digits and are not so small as to be written with an exponent; whole numbers have a bound in Python too.
AS_IT_STANDS = (
    r'(?:"[^"\\\x00-\x1f]*"|0|-?[1-9][0-9]{0,40}'
    r"|-?(?:0|[1-9][0-9]{0,5})\.(?:[0-9]{0,3}|[0-9]{0,3}[1-9][0-9]{0,4})[1-9])"
)
WORDS = ("true", "false", "null")
_PLAIN = rf"(?:{AS_IT_STANDS}|{'|'.join(WORDS)})"
#: No JSON text holds it as it is.
_CUT = "\x1f"
_LOST = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Alike:
    """Lines of one shape: the number of each, and per path the JSON text of its values.

    Those of plain lines say of themselves what they are, or are one of `WORDS`.
    """

    numbers: pl.Series
    values: Mapping[str, pl.Series]
    plain: bool


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

    def plain(self, lines: pl.Series) -> pl.Series:
        """Which lines are of this shape and have nothing but plain values."""
        try:
            return lines.str.contains(rf"\A{_PLAIN.join(map(pl.escape_regex, self.around))}\z")
        except pl.exceptions.ComputeError:  # so many fields are too much for one expression
            return pl.repeat(False, len(lines), eager=True)

    def plain_values(self, lines: pl.Series) -> pl.DataFrame:
        """What stands between the texts of this shape in plain lines, of which no value holds a quote within."""
        pieces = lines.str.split_exact(_NAMED, sum(text.count(_NAMED) for text in self.around)).struct.unnest()
        last = accumulate(text.count(_NAMED) for text in self.around)
        return pieces.select(
            pl.nth(place)
            .str.strip_prefix(before.rpartition(_NAMED)[2])
            .str.strip_suffix(after.partition(_NAMED)[0])
            .alias(str(number))
            for number, (place, (before, after)) in enumerate(zip(last, pairwise(self.around), strict=False))
        )

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
    for _ in range(_MOST_SHAPES):
        if not (shape := _shape(texts, paths)):
            break
        is_plain = shape.plain(texts)
        plain, texts = texts.filter(is_plain), texts.filter(~is_plain)
        found += _alike(shape, numbers.filter(is_plain), shape.plain_values(plain), plain=True)
        numbers = numbers.filter(~is_plain)
        values, has_shape = shape.values(texts)
        found += _alike(shape, numbers.filter(has_shape), values.filter(has_shape), plain=False)
        if not (is_plain.any() or has_shape.any()):
            break
        texts, numbers = texts.filter(~has_shape), numbers.filter(~has_shape)
    return Sorted(found, numbers)


def _alike(shape: Shape, numbers: pl.Series, values: pl.DataFrame, *, plain: bool) -> Iterator[Alike]:
    if not numbers.is_empty():
        yield Alike(numbers, dict(zip(shape.paths, values.get_columns(), strict=True)), plain)


def _sound(line: str) -> str:
    """A line with bytes that are no text has no shape."""
    return "" if _LOST.search(line) else line


def _shape(texts: pl.Series, paths: Paths) -> Shape | None:
    """The shape of the first line that has one."""
    return next((shape for line in texts.head(_MOST_TRIED) if (shape := Shape.of(line, paths))), None)
