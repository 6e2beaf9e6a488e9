"""What an outsider really found, judged by the figures of which the releases were made."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from outsider import Guess, Knowledge, Mind, guesses
from sheets import (
    DECIDED,
    FEW,
    INSTITUTION,
    OTHERS,
    RECORDED,
    Count,
    Inhabitants,
    Release,
    Sheet,
    counted,
    looked_at,
    years_of,
)
from whole_numbers import Ends

from faro.releases.figures import IndicatorFigure
from faro.releases.policy import disclosure_policy

#: Counts from 1 to one less have to be unknown, by several characteristics.
FEW_OF_SEVERAL = 11
#: Each of them may be 1, its own, and one less than this.
REACH = 5
#: Counts of years.
Truth = Mapping[Count, int]


@dataclass(frozen=True)
class Publication:
    """A release, and the figures that it was made of."""

    release: Release
    rows: Sequence[IndicatorFigure]


@dataclass(frozen=True)
class Find:
    """A small count of some releases, which is the same in all of them, and what the outsider knows of it."""

    counts: tuple[tuple[int, Count], ...]
    number: int
    low: int
    high: int

    @property
    def is_exact(self) -> bool:
        return self.low == self.high


def truth_of(rows: Iterable[IndicatorFigure]) -> Truth:
    found: dict[Count, int] = {}
    for row in rows:
        part, whole = counted((row.indicator, row.breakdown, row.category, row.year))
        for count, number in ((part, row.numerator), (whole, row.denominator)):
            if count is not None:
                assert found.setdefault(count, round(number or 0)) == number
    for (population, year, parts), number in list(found.items()):
        if population == DECIDED:
            found[OTHERS, year, parts] = number - found.get(("accredited", year, parts), 0)
    return found


def number_of(truth: Truth, count: Count) -> int:
    population, period, parts = count
    return sum(truth.get((population, year, parts), 0) for year in years_of(period))


def inhabitants_of(rows: Iterable[IndicatorFigure]) -> Inhabitants:
    return {
        (row.indicator, row.breakdown, row.category, row.year): row.denominator
        for row in rows
        if row.indicator == "I-02" and row.denominator
    }


def is_true(guess: Guess, truths: Sequence[Truth]) -> bool:
    before, after = (truths[number] for number in (guess.older, guess.newer))
    counts = {(population, guess.period, parts) for truth in (before, after) for population, _, parts in truth}
    changes = [number_of(after, one) - number_of(before, one) for one in counts if guess.is_of(one)]
    return -guess.fall <= min(changes, default=0) and max(changes, default=0) <= guess.rise


def threshold(sheet: Sheet, count: Count) -> int:
    is_of_several = len(looked_at(count)) > 1 and sheet.is_in_a_table(count)
    return FEW_OF_SEVERAL if is_of_several else FEW


def published_elsewhere() -> Truth:
    found = {}
    for publication in disclosure_policy().public:
        for year, counts in publication.counts.items():
            for text, number in counts.items():
                population, *parts = text.split()
                found[population, str(year), tuple(sorted((*part.split("="),) for part in parts))] = number
    return found


def known_anyway(sheet: Sheet, truth: Truth, mind: Mind) -> Truth:
    """What is as others published it, and of a holder the own part, of years and of periods."""
    own = {one for one in (*truth, *sheet.told, *sheet.hidden) if (INSTITUTION, mind.holder) in one[2]}
    elsewhere = {one: number for one, number in published_elsewhere().items() if truth.get(one) == number}
    return {**elsewhere, **{one: number_of(truth, one) for one in own}}


class Attack:
    """An outsider with all of those releases, who is right in whatever is thought of their changes.

    `small`: how many counts have to be unknown; one that did not change between releases is one.
    """

    def __init__(self, publications: Sequence[Publication], mind: Mind) -> None:
        self._truths = [truth_of(one.rows) for one in publications]
        self._anyway: list[Truth] = []
        self._sheets = []
        for one, truth in zip(publications, self._truths, strict=True):
            sheet = Sheet(one.release, inhabitants_of(one.rows))
            self._anyway.append(known_anyway(sheet, truth, mind))
            self._sheets.append(sheet.beside(self._anyway[-1]))
        self._mind = mind
        self.guesses = list(guesses(self._sheets, mind))
        self.true_guesses = [guess for guess in self.guesses if is_true(guess, self._truths)]
        self._knowledge = Knowledge(self._sheets, mind, self.true_guesses)
        self._counts: dict[int, list[tuple[int, Count]]] = {}
        wanted: dict[int, tuple[int, int]] = {}
        for unknown, release, count, number in self._small():
            self._counts.setdefault(unknown, []).append((release, count))
            wanted[unknown] = 1, max(number, REACH - 1)
        self._wanted: Ends = wanted
        self.small = len(wanted)

    def _small(self) -> Iterator[tuple[int, int, Count, int]]:
        for release, at in enumerate(self._knowledge.at):
            for count, unknown in at.items():
                least = threshold(self._sheets[release], count)
                number = number_of(self._truths[release], count)
                if 0 < number < least and count[2] != RECORDED and count not in self._anyway[release]:
                    yield self._knowledge.equations.leader(unknown), release, count, number

    def finds(self) -> list[Find]:
        """What the releases tell of small counts, and the names of their categories alone do not."""
        found = []
        for unknown, (low, high) in _narrower(self._knowledge, self._wanted).items():
            counts = self._counts[unknown]
            (number,) = {number_of(self._truths[release], count) for release, count in counts}
            assert low <= number <= high
            if not self._is_told_anyway(counts, (low, high), self._wanted[unknown]):
                found.append(Find(tuple(counts), number, low, high))
        return found

    def _is_told_anyway(
        self, counts: Iterable[tuple[int, Count]], told: tuple[int, int], wanted: tuple[int, int]
    ) -> bool:
        """Of four provinces that have some, there are at least 4."""
        for release, count in counts:
            if (number := self._names.at[release].get(count)) is not None:
                unknown = self._names.equations.leader(number)
                low, high = _narrower(self._names, {unknown: wanted}).get(unknown, wanted)
                if told[0] <= low and told[1] >= high:
                    return True
        return False

    @cached_property
    def _names(self) -> Knowledge:
        """What is known to whoever is told nothing but which counts there are, and where nothing changed."""
        same = [guess for guess in self.true_guesses if guess.rise == guess.fall == 0]
        return Knowledge([sheet.unsaid() for sheet in self._sheets], self._mind, same)


def _narrower(knowledge: Knowledge, wanted: Ends) -> Ends:
    return {unknown: ends for piece in knowledge.equations.pieces for unknown, ends in piece.narrower(wanted).items()}
