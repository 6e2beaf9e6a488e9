"""Text as it was received; letters garbled by a double conversion are noticed."""

from collections.abc import Iterator, Sequence

import polars as pl

from faro.ahead import made_ahead
from faro.parsing.column import Cells, Typed
from faro.parsing.errors import DoublyEncoded
from faro.parsing.findings import Finding, finding

#: UTF-8 read as Windows-1252 and written as UTF-8 again: `Ã³` for ó, `Ã‘` for Ñ, `Â°` for °, `â€“` for –.
_GARBLED = r"[ÃÂ][\u{0080}-\u{00BF}€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€."


def read_text(cells: Cells) -> Typed:
    """The text unchanged, and what was noticed about its letters."""
    noted = tuple(_noticed(cells, "GarbledText", garbled(cells)))
    lost = tuple(_noticed(cells, "LostLetters", _lost(cells)))
    return Typed(cells.text, pl.repeat(None, len(cells.text), dtype=pl.String, eager=True), noted + lost)


def refuse_double_conversion(texts: Sequence[Cells], encoding: str) -> None:
    """A delivery whose accented letters are mostly garbled was exported wrongly: no text in it can be trusted."""
    broken = dict(zip((cells.header for cells in texts), made_ahead(garbled, texts), strict=True))
    count = sum(int(where.sum()) for where in broken.values())
    if not count:
        return
    sound = sum(int((_accented(cells.text) & ~broken[cells.header]).sum()) for cells in texts)
    if count > sound:
        worst = max(texts, key=lambda cells: int(broken[cells.header].sum()))
        row = worst.first_row(broken[worst.header])
        raise DoublyEncoded(file=worst.file, column=worst.header, row=row, count=count, encoding=encoding)


def garbled(cells: Cells) -> pl.Series:
    """Which texts show the marks of a double conversion."""
    suspects = cells.suspects
    return suspects & cells.text.str.contains(_GARBLED).fill_null(False) if suspects.any() else suspects


def _lost(cells: Cells) -> pl.Series:
    suspects = cells.suspects
    return suspects & cells.text.str.contains("\ufffd", literal=True).fill_null(False) if suspects.any() else suspects


def _accented(text: pl.Series) -> pl.Series:
    return text.str.contains(r"[\u{00C0}-\u{024F}]").fill_null(False)


def _noticed(cells: Cells, code: str, where: pl.Series) -> Iterator[Finding]:
    if count := int(where.sum()):
        yield finding(code, file=cells.file, column=cells.header, count=count, row=cells.first_row(where))
