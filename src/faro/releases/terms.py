"""Terms of the declarations: a population, and members of dimensions, of which each has to be one that there is."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from faro.disclosure.figures import Cell
from faro.indicators.definitions import Definitions
from faro.releases.errors import DeclarationInvalid
from faro.releases.policy import FILE, NOT_RECORDED, RECORDED, DisclosurePolicy
from faro.vocabularies.lists import Vocabulary

#: In the place of a member: any one.
ANY = "*"


@dataclass(frozen=True)
class Term:
    """`accredited sex=woman`: who is counted, and in which member of each of these dimensions."""

    population: str
    parts: Mapping[str, str]

    @classmethod
    def of(cls, text: str) -> "Term":
        population, *parts = text.split() or [""]
        named = (part.partition("=") for part in parts)
        return cls(population, {name: member for name, _, member in named})

    @property
    def chosen(self) -> list[str]:
        """The dimensions of which the member is not said."""
        return [name for name, member in self.parts.items() if member == ANY]

    def context(self, cell: Cell) -> tuple[dict[str, str], str] | None:
        """What else a cell is of, and its member in the place of `*`; None where the term does not say it."""
        parts = dict(cell.parts)
        if cell.population != self.population or not self.parts.keys() <= parts.keys():
            return None
        own = {name: parts.pop(name) for name in self.parts}
        if any(member not in (ANY, own[name]) for name, member in self.parts.items()):
            return None
        return parts, own[self.chosen[0]] if self.chosen else ""

    def cell(self, measure: str, context: Mapping[str, str], chosen: str) -> Cell:
        own = {name: chosen if member == ANY else member for name, member in self.parts.items()}
        return Cell.of(self.population, measure, {**context, **own})


def check_terms(
    policy: DisclosurePolicy,
    counted_by: Mapping[str, Collection[str]],
    given: Definitions,
    lists: Mapping[str, Vocabulary],
) -> None:
    """Of what the policy says that others know. Raises DeclarationInvalid for who or what is counted in no table.

    `counted_by`: population → the dimensions that some table looks at.
    """
    members = _members(policy, given, lists)
    for text in policy.holders:
        _check(text, f"holders: {text}", counted_by, members)
        _one_of(len(Term.of(text).chosen), [1], f"holders: {text}")
    for publication in policy.public:
        for year, counts in publication.counts.items():
            for text in counts:
                field = f"public: {publication.en}: {year}: {text}"
                _check(text, field, counted_by, members)
                _one_of(len(Term.of(text).chosen), [0], field)


def _check(
    text: str, field: str, counted_by: Mapping[str, Collection[str]], members: Mapping[str, Collection[str]]
) -> None:
    term = Term.of(text)
    _one_of(term.population, counted_by, field)
    for name, member in term.parts.items():
        _one_of(name, counted_by[term.population], field)
        if member != ANY and name in members:
            _one_of(member, members[name], field)


def _one_of(told: object, known: Collection[object], field: str) -> None:
    if told not in known:
        raise DeclarationInvalid(path=FILE.name, field=field, rule=", ".join(sorted(map(str, known))))


def _members(
    policy: DisclosurePolicy, given: Definitions, lists: Mapping[str, Vocabulary]
) -> Mapping[str, Collection[str]]:
    """Dimension → its members, where a list has them all; institutions, places and months are in none."""
    found: dict[str, set[str]] = defaultdict(lambda: {RECORDED, NOT_RECORDED})
    codes: dict[str, Iterable[str]] = {name: [one.code for one in of.members] for name, of in lists.items()}
    codes |= given.own
    for code, breakdown in given.breakdowns.items():
        for name, listed in zip(policy.parts_of(code), breakdown.members, strict=False):  # a pair is one part
            if listed in codes:
                found[name].update(codes[listed])
    for name, rule in policy.dimensions.items():
        if name in found or rule.members:
            found[name].update(rule.sums, rule.members)
    return found
