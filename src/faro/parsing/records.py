"""Delimited text as records; a quote that is never closed breaks one line, not the rest of the file."""

import csv
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field


@dataclass
class Feed:
    """Physical lines, with those of the current record at hand so that a bad record can be given back."""

    source: Iterator[str]
    waiting: list[str] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)

    def __iter__(self) -> "Feed":
        return self

    def __next__(self) -> str:
        line = self.waiting.pop() if self.waiting else next(self.source)
        self.taken.append(line)
        return line

    def give_back_all_but_the_first(self) -> str:
        first, *rest = self.taken
        self.waiting += reversed(rest)
        self.taken = [first]
        return first


@dataclass(frozen=True)
class Record:
    """One record: its cells, the rule that its quoting breaks, whether a line end closed it, and its lines' count."""

    cells: list[str | None]
    fault: str | None
    closed: bool
    lines: int = 1


def records(lines: Iterable[str], delimiter: str, width: int) -> Iterator[Record]:
    """Every record of the text. A quote that is never closed breaks one line, not the rest of the file."""
    csv.field_size_limit(sys.maxsize)
    feed = Feed(iter(lines))
    reader = csv.reader(feed, delimiter=delimiter, strict=True)
    while True:
        feed.taken.clear()
        try:
            cells: list[str | None] = [*next(reader)]
        except StopIteration:
            return
        except csv.Error:
            yield _broken(feed, delimiter, width)
            continue
        if len(feed.taken) > 1 and len(cells) != width and _swallowed_a_record(feed.taken, delimiter, width):
            yield _broken(feed, delimiter, width)
            continue
        yield Record(cells, None, feed.taken[-1][-1:] in "\r\n", len(feed.taken))


def _broken(feed: Feed, delimiter: str, width: int) -> Record:
    fault = "stray_quote" if len(feed.taken) == 1 and feed.taken[0].count('"') > 1 else "unclosed_quote"
    line = feed.give_back_all_but_the_first()
    closed = line[-1:] in "\r\n"
    line = line.rstrip("\r\n")
    lenient: list[str | None] = [*next(csv.reader([line], delimiter=delimiter), [])]
    literal: list[str | None] = [*next(csv.reader([line], delimiter=delimiter, quoting=csv.QUOTE_NONE), [])]
    return Record(lenient if len(lenient) >= width else literal, fault, closed)


def _swallowed_a_record(lines: list[str], delimiter: str, width: int) -> bool:
    """Whether one of the continuation lines is a whole record of its own."""
    return any(len(next(csv.reader([line], delimiter=delimiter), [])) >= width for line in lines[1:])
