"""The lines of a delimited text, and which of them are proven to be plain rows by counting bytes alone.

A plain row stands on one line that a line end closes, holds as many cells as the header, and quotes a cell whole or
not at all: what follows and what precedes it cannot change how it is read, and every reader reads it alike. Lines for
which that is not proven are doubtful; they are read one by one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import polars as pl

from faro.ahead import made_ahead

#: So many bytes are looked at together: few enough to stay in memory beside the text.
AT_ONCE = 2_000_000
_LINE_END, _RETURN, _QUOTE = b"\n", b"\r", b'"'
#: A reader takes it for a mark where its part of the text begins.
_MARK = b"\xef\xbb\xbf"

Places = np.ndarray[tuple[int], np.dtype[np.int64]]
Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]


@dataclass(frozen=True)
class Lines:
    """A text in UTF-8: `starts` has where each line begins and where the last ends, `doubtful` a flag per line."""

    text: bytes
    starts: Places
    doubtful: Flags

    @property
    def count(self) -> int:
        return len(self.doubtful)

    def all_doubtful(self) -> "Lines":
        """The same, with nothing proven."""
        return replace(self, doubtful=np.full(self.count, True))

    def part(self, first: int, last: int) -> bytes:
        """The bytes of the lines from `first` up to `last`, without it."""
        return self.text[self.starts[first] : self.starts[last]]

    def texts(self, first: int) -> Iterator[str]:
        """The lines from that one on; bytes that are no text as the row-by-row reader expects them."""
        for line in range(first, self.count):
            yield self.part(line, line + 1).decode("utf-8", "surrogateescape")


def survey(text: bytes, delimiter: str, width: int, *, lossy: bool) -> Lines:
    """Where the lines are, and which are doubtful for rows of that many cells."""
    starts = np.concatenate([np.zeros(1, np.int64), _ends(text)])
    is_open = int(starts[-1]) < len(text)
    if is_open:
        starts = np.append(starts, len(text))
    lines = Lines(text, starts, np.full(len(starts) - 1, True))
    if width > 1:
        found = made_ahead(lambda part: _doubtful(lines, *part, delimiter, width, lossy=lossy), parts(lines))
        lines = replace(lines, doubtful=np.concatenate([np.zeros(0, np.bool_), *found]))
    if is_open:
        lines.doubtful[-2:] = True  # whether a gap precedes the last line decides what it is
    return lines


def parts(lines: Lines) -> Iterator[tuple[int, int]]:
    """Runs of whole lines that are read together."""
    first = 0
    while first < lines.count:
        last = int(np.searchsorted(lines.starts, lines.starts[first] + AT_ONCE, side="right")) - 1
        last = min(max(last, first + 1), lines.count)
        yield first, last
        first = last


def _ends(text: bytes) -> Places:
    """Behind each line end: a line feed, or a carriage return that none follows."""
    spans = range(0, len(text), AT_ONCE)
    ends = np.concatenate([*made_ahead(lambda at: _places(text[at : at + AT_ONCE], _LINE_END) + at + 1, spans)])
    if _RETURN not in text or text.count(_RETURN) == text.count(_RETURN + _LINE_END):
        return ends
    returns = _places(text, _RETURN)
    followed = np.frombuffer(text + b" ", np.uint8)[returns + 1] == _LINE_END[0]
    return np.union1d(ends, returns[~followed] + 1)


def _places(text: bytes, mark: bytes) -> Places:
    return np.flatnonzero(np.frombuffer(text, np.uint8) == mark[0])


def _doubtful(lines: Lines, first: int, last: int, delimiter: str, width: int, *, lossy: bool) -> Flags:
    part, starts = lines.part(first, last), lines.starts[first:last] - lines.starts[first]
    doubtful: Flags = _per_line(_places(part, delimiter.encode()), starts) != width - 1
    if _QUOTE in part:
        doubtful = _quoted(part, starts, doubtful, delimiter, width)
    if lossy or _MARK in part:
        doubtful |= _unreadable(part, starts)
    return doubtful


def _per_line(places: Places, starts: Places) -> Places:
    """How many of these places lie on each line."""
    return np.diff(np.searchsorted(places, starts), append=len(places))


def _quoted(part: bytes, starts: Places, doubtful: Flags, delimiter: str, width: int) -> Flags:
    """The same, but of lines with quotes those are plain whose cells are each quoted whole or not at all."""
    has_quotes = _per_line(_places(part, _QUOTE), starts) > 0
    bounds = [*starts.tolist(), len(part)]
    texts = [part[bounds[line] : bounds[line + 1]].decode("utf-8", "replace") for line in np.flatnonzero(has_quotes)]
    plain = pl.Series(texts, dtype=pl.String).str.contains(_plain_row(delimiter, width)).to_numpy()
    found: Flags = doubtful & ~has_quotes
    found[has_quotes] = ~plain
    return found


def _plain_row(delimiter: str, width: int) -> str:
    mark = re.escape(delimiter)
    cell = rf'(?:[^"\r\n{mark}]*|"(?:[^"\r\n]|"")*")'
    return rf"\A{cell}(?:{mark}{cell}){{{width - 1}}}(?:\r\n?|\n)\z"


def _unreadable(part: bytes, starts: Places) -> Flags:
    """Lines with bytes that are no UTF-8, or that begin like a marked text."""
    bounds = [*starts.tolist(), len(part)]
    lines = (part[begin:end] for begin, end in pairwise(bounds))
    return np.fromiter((line.startswith(_MARK) or not _is_text(line) for line in lines), np.bool_, len(starts))


def _is_text(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
