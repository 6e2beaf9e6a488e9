"""A release as it is read by somebody who knows what the indicators mean: counts that are told, and that are hidden."""

from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from fractions import Fraction
from itertools import combinations
from typing import Final

#: Indicator, breakdown, category, year or period.
Figure = tuple[str, str, str, str]
#: What is published: a value, or None where it is hidden.
Release = Mapping[Figure, float | None]
#: Counts from 1 to one less have to be unknown, by one characteristic or in no table; and of so few what they are.
FEW: Final = 5
#: Figure of I-02 → those who live in the country, which is public.
Inhabitants = Mapping[Figure, float]
Parts = tuple[tuple[str, str], ...]
#: Population, year or period, and what the counted have in common.
Count = tuple[str, str, Parts]
#: Population, what it looks at, year or period.
Table = tuple[str, tuple[str, ...], str]

ACCREDITED, DECIDED, DETECTED = "accredited", "decided", "detected"
#: Of the decided, those whom the ERI did not accredit; they stand in no table.
OTHERS: Final = "not_accredited"
FORM, SEX, AGE, INSTITUTION = "exploitation_form", "sex", "age_group", "institution"
NOT_RECORDED = "not_recorded"
#: Of whom a form is recorded, who are of age, and who are not: in no table of forms, or of ages, and yet told.
RECORDED: Final[Parts] = ((FORM, "recorded"),)
OF_AGE: Final[Parts] = ((AGE, "from_18"),)
MINORS: Final[Parts] = ((AGE, "minor"),)
#: Women, girls, men and boys.
GROUPS: Final[Mapping[str, Parts]] = {
    "women": (*OF_AGE, (SEX, "woman")),
    "girls": (*MINORS, (SEX, "woman")),
    "men": (*OF_AGE, (SEX, "man")),
    "boys": (*MINORS, (SEX, "man")),
}
_SDG: Final[Mapping[str, Parts]] = {"from_18": OF_AGE, "under_18": MINORS}
_OF: Final = {
    "I-01": DETECTED,
    "I-02": ACCREDITED,
    "I-03": "referred",
    "I-04": ACCREDITED,
    "I-05": ACCREDITED,
    "I-13": ACCREDITED,
}
_MOST = 500  # a denominator


def counted(figure: Figure) -> tuple[Count, Count | None]:
    """What a figure counts, and of whom it is a share."""
    indicator, breakdown, category, period = figure
    parts = RECORDED if (indicator, breakdown) == ("I-13", "total") else _parts(breakdown, category)
    count = _OF[indicator], period, parts
    if indicator == "I-05":
        return count, (DECIDED, period, parts)
    return count, (ACCREDITED, period, ()) if indicator == "I-13" else None


def _parts(breakdown: str, category: str) -> Parts:
    if breakdown == "total":
        return ()
    if breakdown in ("sex_and_age", "sdg_age_group"):
        return {**GROUPS, **_SDG}.get(category, ((breakdown, category),))
    return tuple(sorted(zip(breakdown.split("_and_"), category.split("|"), strict=True)))


def years_of(period: str) -> list[str]:
    first, _, last = period.partition("–")
    return [str(year) for year in range(int(first), int(last or first) + 1)]


def looked_at(count: Count) -> tuple[str, ...]:
    return tuple(name for name, _ in count[2])


def table_of(count: Count) -> Table:
    return count[0], looked_at(count), count[1]


class Sheet:
    """`told`: counts; `hidden`: of which it is told that there are some; `shares`: part, whole and what is told."""

    def __init__(self, release: Release, inhabitants: Inhabitants) -> None:
        self.told: dict[Count, int] = {}
        self.hidden: set[Count] = set()
        self.shares: list[tuple[Count, Count, Fraction]] = []
        self._members: dict[Table, set[Parts]] = {}
        for figure, value in release.items():
            self._read(figure, value, inhabitants.get(figure))
        self._compute()
        self.hidden -= self.told.keys()
        self._anyway: Mapping[Count, int] = {}
        self._said: Mapping[Count, int] = self.told

    def beside(self, known: Mapping[Count, int]) -> "Sheet":
        """The same for somebody who knows these counts without it."""
        other = copy(self)
        other._anyway = known
        other.told = other._said = {**self.told, **known}
        other._compute()
        other.hidden = self.hidden - other.told.keys()
        return other

    def _read(self, figure: Figure, value: float | None, inhabitants: float | None) -> None:
        count, whole = counted(figure)
        self._note(count, whole, is_of_both_tables=figure[0] == "I-02")
        if value is None:
            self.hidden |= set(_there(figure, count, whole))
        elif inhabitants is not None:
            self.told[count] = round(value * inhabitants / 100_000)
        elif whole is None:
            self.told[count] = round(value)
        else:
            self.shares.append((count, whole, Fraction(value).limit_denominator(_MOST)))

    def _note(self, count: Count, whole: Count | None, is_of_both_tables: bool) -> None:
        """What categories there are, but for those that two tables have between them."""
        for one in (count, whole):
            if one is not None and one[2] != RECORDED and not is_of_both_tables:
                self._members.setdefault(table_of(one), set()).add(one[2])

    def _compute(self) -> None:
        """What a share tells of a number beside the other one."""
        for part, whole, share in self.shares:
            if share == 0:
                self.told[part] = 0
            elif whole in self.told:
                self.told[part] = round(share * self.told[whole])
            elif part in self.told:
                self.told[whole] = round(self.told[part] / share)

    @property
    def tables(self) -> Iterator[tuple[Table, set[Parts]]]:
        yield from sorted(self._members.items())

    def periods_of(self, population: str) -> list[str]:
        """The years and periods that it is told of, and the years of these."""
        periods = {period for who, _, period in self._members if who == population}
        return sorted(periods.union(*map(years_of, periods)))

    def unsaid(self) -> "Sheet":
        """The same with nothing told but which counts there are."""
        other = copy(self)
        other.hidden = self.hidden | {count for count, number in self.told.items() if number} - self._anyway.keys()
        other.told = {count: 0 for count, number in self.told.items() if not number} | dict(self._anyway)
        other.shares = []
        return other

    def members(self, population: str, names: tuple[str, ...], period: str) -> list[Parts] | None:
        """All there are, also of a year of which only a longer period tells; None where nothing does."""
        there = [
            (len(years_of(longer)), sorted(parts))
            for (who, what, longer), parts in self._members.items()
            if (who, what) == (population, names) and set(years_of(period)) <= set(years_of(longer))
        ]
        return min(there)[1] if there else None

    def is_in_a_table(self, count: Count) -> bool:
        return count in self.told or count in self.hidden

    def is_somebody(self, count: Count) -> bool:
        """Whether it is hidden and no zero: of a group that is known to be no small one, zeros are told."""
        population, period, parts = count
        groups = [
            self._said.get((population, period, group), 0)
            for length in range(len(parts))
            for group in combinations(parts, length)
        ]
        return count in self.hidden and min(groups, default=FEW) >= FEW

    def value(self, count: Count) -> int | None:
        """0 where its category is in no table in which it would be; None where it is not told."""
        there = self.members(count[0], looked_at(count), count[1])
        is_none = count[2] not in ((), RECORDED, OF_AGE) and there is not None and count[2] not in there
        is_none = is_none and _has_listed_groups(count[2], there or ())
        return self.told.get(count, 0 if is_none and count not in self.hidden else None)


def _has_listed_groups(parts: Parts, there: Iterable[Parts]) -> bool:
    """Whether a table has others of each of its groups: of a small one it may have none at all."""
    groups = combinations(parts, len(parts) - 1)
    return all(any({*group} <= {*one} for one in there) for group in groups)


def _there(figure: Figure, count: Count, whole: Count | None) -> Iterator[Count]:
    """Of a figure that is hidden the counts that are not 0: nobody may be accredited of those decided about."""
    may_be_none = figure[0] == "I-05" or figure[:2] == ("I-13", "total")
    if not may_be_none:
        yield count
    if whole is not None:
        yield whole
