"""Somebody who keeps every release, knows what the indicators mean, and computes what is not said."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from math import inf
from typing import Final

from sheets import (
    ACCREDITED,
    AGE,
    DECIDED,
    DETECTED,
    FORM,
    GROUPS,
    INSTITUTION,
    NOT_RECORDED,
    OF_AGE,
    OTHERS,
    RECORDED,
    SEX,
    Count,
    Parts,
    Sheet,
    looked_at,
    years_of,
)
from whole_numbers import Equations

#: Everybody has one of the categories.
_ONE_EACH: Final = (SEX, AGE, "nationality", "province")
_GROWN: Final = ("adult", "older_adult")
#: Everybody of the first is of the second, in these characteristics too.
_WITHIN: Final = tuple(
    (ACCREDITED, outer, name) for outer in (DECIDED, DETECTED) for name in (None, SEX, "nationality")
)


@dataclass(frozen=True)
class Mind:
    """What an outsider thinks of: that women and girls are all there are of that sex (`groups`), beside each release
    and the next any two (`any_two`), and that a table of which nothing that is told changed did not (`by_table`).
    `holder`: an institution, which knows its own part of each release."""

    groups: bool = False
    any_two: bool = False
    by_table: bool = False
    holder: str = ""


@dataclass(frozen=True)
class Guess:
    """Between two releases no count of a population and a year, or of one table of them, rose or fell by more."""

    population: str
    period: str
    names: tuple[str, ...] | None
    older: int
    newer: int
    rise: int
    fall: int

    def is_of(self, count: Count) -> bool:
        return count[:2] == (self.population, self.period) and self.names in (None, looked_at(count))


def guesses(sheets: Sequence[Sheet], mind: Mind) -> Iterator[Guess]:
    """What may be thought of the changes, from those that are told; not all of it is true."""
    for older, newer in combinations(range(len(sheets)), 2):
        if newer == older + 1 or mind.any_two:
            both = sheets[older], sheets[newer]
            for (population, period), counts in _by_year(both).items():
                for names in (None, *(_tables(counts) if mind.by_table else ())):
                    seen = list(_changes(both, [one for one in counts if names in (None, looked_at(one))]))
                    if seen and (names is None or _is_whole_same(both, population, period)):
                        yield Guess(population, period, names, older, newer, max(0, *seen, 0), max(0, -min(seen)))


def _by_year(sheets: Iterable[Sheet]) -> Mapping[tuple[str, str], list[Count]]:
    found: dict[tuple[str, str], list[Count]] = {}
    for count in sorted({count for sheet in sheets for count in (*sheet.told, *sheet.hidden)}):
        found.setdefault(count[:2], []).append(count)
    return found


def _tables(counts: Iterable[Count]) -> list[tuple[str, ...]]:
    return sorted({looked_at(count) for count in counts if count[2]})


def _changes(both: tuple[Sheet, Sheet], counts: Iterable[Count]) -> Iterator[int]:
    for count in counts:
        old, new = (sheet.value(count) for sheet in both)
        if old is not None and new is not None:
            yield new - old


def _is_whole_same(both: tuple[Sheet, Sheet], population: str, period: str) -> bool:
    old, new = (sheet.told.get((population, period, ())) for sheet in both)
    return old is not None and old == new


class Knowledge:
    """All that follows from the releases and from what is believed of their changes, as equations.

    `at`: of each release its counts, as unknowns.
    """

    def __init__(self, sheets: Sequence[Sheet], mind: Mind, believed: Iterable[Guess] = ()) -> None:
        self.equations = Equations()
        self.at: list[dict[Count, int]] = []
        for sheet in sheets:
            page = _Page(sheet, self.equations)
            page.write(mind)
            self.at.append(page.at)
        for guess in believed:
            self._change(
                guess, [_Page(sheets[one], self.equations, self.at[one]) for one in (guess.older, guess.newer)]
            )

    def _change(self, guess: Guess, both: Sequence["_Page"]) -> None:
        for count in sorted({one for page in both for one in page.at if guess.is_of(one)}):
            before, after = (page.count(count) for page in both)
            if guess.rise == guess.fall == 0:
                self.equations.same(before, after)
            else:
                self.equations.say({after: 1, before: -1}, -guess.fall, guess.rise)


class _Page:
    """What follows from one release."""

    def __init__(self, sheet: Sheet, equations: Equations, at: dict[Count, int] | None = None) -> None:
        self._sheet, self._equations = sheet, equations
        self.at: dict[Count, int] = {} if at is None else at

    def count(self, count: Count) -> int:
        if count not in self.at:
            value, low = self._sheet.value(count), int(self._sheet.is_somebody(count))
            self.at[count] = self._equations.unknown(low) if value is None else self._equations.unknown(value, value)
        return self.at[count]

    def write(self, mind: Mind) -> None:
        for population in (ACCREDITED, DECIDED, DETECTED):
            for period in self._sheet.periods_of(population):
                self._of_one_each(population, period)
                self._of_ages(population, period)
                self._of_forms(population, period)
                self._of_institutions(population, period)
                for name in (SEX, AGE):
                    self._of_crossings(population, period, name)
                if mind.groups:
                    self._of_groups(population, period)
        self._of_shares()
        for inner, outer, name in _WITHIN:
            self._within(inner, outer, () if name is None else (name,))
        self._of_periods()

    def _sum(self, whole: int, parts: Iterable[int]) -> None:
        self._equations.say({whole: 1, **dict.fromkeys(parts, -1)}, 0, 0)

    def _are_within(self, whole: Mapping[int, int], parts: Sequence[int]) -> None:
        """Each is at most the whole, which is at most all of them."""
        for part in parts:
            self._equations.say({**whole, part: -1}, 0, inf)
        self._equations.say({one: -sign for one, sign in whole.items()} | dict.fromkeys(parts, 1), 0, inf)

    def _of_one_each(self, population: str, period: str) -> None:
        for name in _ONE_EACH:
            members = self._sheet.members(population, (name,), period)
            if members is not None:
                parts = [self.count((population, period, one)) for one in members]
                self._sum(self.count((population, period, ())), parts)

    def _of_ages(self, population: str, period: str) -> None:
        if population == ACCREDITED and self._sheet.members(population, (AGE,), period) is not None:
            parts = [self.count((population, period, ((AGE, one),))) for one in _GROWN]
            self._sum(self.count((population, period, OF_AGE)), parts)

    def _of_forms(self, population: str, period: str) -> None:
        """Those of whom a form is recorded suffered one or several."""
        members = self._sheet.members(population, (FORM,), period)
        if members is not None:
            recorded = self.count((population, period, RECORDED))
            unknown = self.count((population, period, ((FORM, NOT_RECORDED),)))
            self._sum(self.count((population, period, ())), (recorded, unknown))
            forms = [self.count((population, period, one)) for one in members if one != ((FORM, NOT_RECORDED),)]
            self._are_within({recorded: 1}, forms)

    def _of_institutions(self, population: str, period: str) -> None:
        """Everybody was detected by one or several."""
        members = self._sheet.members(population, (INSTITUTION,), period)
        if members is not None:
            parts = [self.count((population, period, one)) for one in members]
            self._are_within({self.count((population, period, ())): 1}, parts)

    def _of_crossings(self, population: str, period: str, name: str) -> None:
        """Those of a form are of each sex, or age; those of a sex, or age, suffered one form or several."""
        members = self._sheet.members(population, tuple(sorted((FORM, name))), period) or ()
        for form in sorted({(FORM, dict(one)[FORM]) for one in members}):
            parts = [self.count((population, period, one)) for one in members if form in one]
            self._sum(self.count((population, period, (form,))), parts)
        for own in sorted({(name, dict(one)[name]) for one in members}):
            unknown = tuple(sorted((own, (FORM, NOT_RECORDED))))
            parts = [self.count((population, period, one)) for one in members if own in one and one != unknown]
            whole = {self.count((population, period, (own,))): 1, self.count((population, period, unknown)): -1}
            self._are_within(whole, parts)

    def _of_groups(self, population: str, period: str) -> None:
        """Everybody has a sex and an age, and women, girls, men and boys are some of the pairs."""
        sexes, ages = (self._sheet.members(population, (name,), period) for name in (SEX, AGE))
        if not sexes or not ages or self._sheet.members(population, (AGE, SEX), period) is None:
            return
        pairs = {pair: self._equations.unknown() for pair in product(ages, sexes)}
        for one in (*ages, *sexes):
            self._sum(self.count((population, period, one)), [pairs[pair] for pair in pairs if one in pair])
        for parts in GROUPS.values():
            group = [number for pair, number in pairs.items() if _is_of_group(pair, parts)]
            self._sum(self.count((population, period, parts)), group)

    def _of_shares(self) -> None:
        """A share is a fraction of whole numbers, or the same fraction of larger ones."""
        for part, whole, share in self._sheet.shares:
            if share:
                times = self._equations.unknown(1)
                self._equations.say({self.count(part): 1, times: -share.numerator}, 0, 0)
                self._equations.say({self.count(whole): 1, times: -share.denominator}, 0, 0)

    def _within(self, inner: str, outer: str, names: tuple[str, ...]) -> None:
        for (population, what, period), members in self._sheet.tables:
            if (population, what) == (outer, names) and self._sheet.members(inner, names, period) is not None:
                for parts in sorted(members):
                    whole, part = self.count((outer, period, parts)), self.count((inner, period, parts))
                    rest = self._equations.unknown()
                    self._sum(whole, (part, rest))
                    if outer == DECIDED:
                        self.at[OTHERS, period, parts] = rest

    def _of_periods(self) -> None:
        for population, period, parts in list(self.at):
            if len(years_of(period)) > 1 and population != OTHERS:
                of_years = [self.count((population, year, parts)) for year in years_of(period)]
                self._sum(self.count((population, period, parts)), of_years)


def _is_of_group(pair: tuple[Parts, Parts], group: Parts) -> bool:
    ((_, age),), ((_, sex),) = pair
    (_, of_age), (_, of_sex) = group
    return sex == of_sex and (age in _GROWN if of_age == "from_18" else age == of_age)
