"""Release tables as contracts/releases/*.yml declare them: what the figures of each breakdown count."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ConfigDict, RootModel

from faro.disclosure.figures import Cell
from faro.indicators.definitions import TOTAL, Definitions
from faro.releases.errors import DeclarationInvalid
from faro.releases.figures import IndicatorFigure
from faro.releases.policy import DisclosurePolicy, declared
from faro.releases.terms import check_terms
from faro.settings import PROJECT
from faro.vocabularies import vocabularies
from faro.vocabularies.lists import FOLDER as LISTS

FOLDER = PROJECT / "contracts" / "releases"
MEASURE, YEAR = "units", "year"
#: The dimension of those that are left of a relation, which is the member.
REST = "rest"
_EACH, _POOLED = "each", "pooled"
_AMOUNT, _PUBLIC = "-", "public"
_EVERY, _OF = "*", "@"
#: `each` or a breakdown → a line, or one per category; `pooled` → whether.
_Entries = dict[str, bool | str | dict[str, str]]

#: Indicator, breakdown, and the first part of the categories that it is for, where it is not for all.
LineOfTable = tuple[str, str, str]


@dataclass(frozen=True)
class Pattern:
    """A population, and terms that say in which members of which dimensions a category of a table counts it."""

    population: str
    terms: tuple[str, ...]

    def dimensions(self, of_category: Iterable[str]) -> Iterator[str]:
        """What it looks at, of a category with these."""
        for term in self.terms:
            yield from of_category if term == _EVERY else [term.partition("=")[0]]

    def cell(self, year: str, members: Mapping[str, str]) -> Cell:
        """The cell of a category, whose members those are. Raises KeyError for a dimension that it is not of."""
        parts = {YEAR: year}
        for term in self.terms:
            name, _, member = term.partition("=")
            if term == _EVERY:
                parts |= members
            elif member.startswith(_OF):
                parts[name] = members[member.removeprefix(_OF)]
            else:
                parts[name] = member or members[name]
        return Cell.of(self.population, MEASURE, parts)


@dataclass(frozen=True)
class Line:
    """What a figure counts; None where it is an amount, on nobody, or has no denominator."""

    numerator: Pattern | None
    denominator: Pattern | None


@dataclass(frozen=True)
class ReleaseTable:
    """A breakdown of an indicator. `lines`: by the first part of a category, or one for all under the empty name.

    `is_pooled`: whether its years may be added up.
    """

    indicator: str
    breakdown: str
    lines: Mapping[str, Line]
    is_pooled: bool

    def line(self, category: str) -> Line | None:
        return self.lines.get("", self.lines.get(category.split("|")[0]))

    def line_of(self, figure: IndicatorFigure) -> LineOfTable:
        return self.indicator, self.breakdown, "" if "" in self.lines else figure.category.split("|")[0]


class _Tables(RootModel[dict[str, _Entries]]):
    """By indicator."""

    model_config = ConfigDict(frozen=True)


def release_tables(
    given: Definitions, policy: DisclosurePolicy, folder: Path = FOLDER, lists: Path = LISTS
) -> dict[tuple[str, str], ReleaseTable]:
    """By indicator and breakdown: every one of them, of members of those vocabularies. Raises DeclarationInvalid."""
    tables = {}
    for path in sorted(folder.glob("*.yml")):
        for code, entries in declared(_Tables, path).root.items():
            for table in _of_indicator(code, entries, given, policy, path):
                tables[table.indicator, table.breakdown] = table
    for code, indicator in given.indicators.items():
        for name in (TOTAL, *indicator.breakdowns):
            if (code, name) not in tables:
                raise DeclarationInvalid(path=folder.name, field=f"{code}.{name}", rule=_EACH)
    check_terms(policy, _counted_by(tables.values(), policy), given, vocabularies(lists))
    return tables


def _counted_by(tables: Iterable[ReleaseTable], policy: DisclosurePolicy) -> dict[str, set[str]]:
    """Population → the dimensions that some table looks at."""
    found: dict[str, set[str]] = {}
    for table in tables:
        by = set() if table.breakdown == TOTAL else policy.dimensions_of(table.breakdown)
        for line in table.lines.values():
            for pattern in (line.numerator, line.denominator):
                if pattern is not None:
                    found.setdefault(pattern.population, set()).update(pattern.dimensions(by))
    return found


def _of_indicator(
    code: str,
    entries: _Entries,
    given: Definitions,
    policy: DisclosurePolicy,
    path: Path,
) -> Iterator[ReleaseTable]:
    if code not in given.indicators:
        raise DeclarationInvalid(path=path.name, field=code, rule=", ".join(given.indicators))
    names = (TOTAL, *given.indicators[code].breakdowns)
    known = (*names, _EACH, _POOLED)
    for name in entries:
        if name not in known:
            raise DeclarationInvalid(path=path.name, field=f"{code}.{name}", rule=", ".join(known))
    for name in names:
        entry = entries.get(name, entries.get(_EACH))
        if entry is None:
            continue
        texts = entry if isinstance(entry, dict) else {"": str(entry)}
        check = _Check(path.name, f"{code}.{name}", policy, set() if name == TOTAL else policy.dimensions_of(name))
        lines = {first: _line(text, check) for first, text in texts.items()}
        yield ReleaseTable(code, name, lines, bool(entries.get(_POOLED, True)))


def _line(text: str, check: "_Check") -> Line:
    numerator, _, denominator = (part.strip() for part in text.partition("/"))
    return Line(check.pattern(numerator), check.pattern(denominator))


@dataclass(frozen=True)
class _Check:
    """Of a line: populations are declared, and what it takes from a category the category has."""

    path: str
    field: str
    policy: DisclosurePolicy
    dimensions: set[str]

    def pattern(self, text: str) -> Pattern | None:
        if text in ("", _AMOUNT, _PUBLIC):
            return None
        population, *terms = text.split()
        self._one_of(population, self.policy.populations)
        for term in terms:
            name, _, member = term.partition("=")
            if term != _EVERY and (not member or member.startswith(_OF)):
                self._one_of(member.removeprefix(_OF) or name, self.dimensions)
        return Pattern(population, tuple(terms))

    def _one_of(self, name: str, known: Iterable[str]) -> None:
        if name not in known:
            raise DeclarationInvalid(path=self.path, field=f"{self.field}: {name}", rule=", ".join(sorted(known)))
