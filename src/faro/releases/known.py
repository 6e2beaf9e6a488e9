"""Which counts of a release others know without it: those that somebody else published, and an institution its own."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from faro.disclosure.figures import Cell, Dimension
from faro.releases.policy import DisclosurePolicy, Publication
from faro.releases.rests import without_member
from faro.releases.tables import MEASURE, YEAR
from faro.releases.terms import Term


def published_elsewhere(policy: DisclosurePolicy) -> Iterator[tuple[Cell, int, Publication]]:
    """Each count with how many it was published to be, and where."""
    for publication in policy.public:
        for year, counts in publication.counts.items():
            for text, count in counts.items():
                yield Term.of(text).cell(MEASURE, {YEAR: str(year)}, ""), count, publication


def public(counts: Mapping[Cell, int], policy: DisclosurePolicy) -> frozenset[Cell]:
    """Those that are what was published: of another number it is another count, of which nothing is known."""
    return frozenset(cell for cell, count, _ in published_elsewhere(policy) if counts.get(cell) == count)


def known_to_holders(
    counts: Mapping[Cell, int], dimensions: Mapping[str, Dimension], policy: DisclosurePolicy
) -> dict[str, frozenset[Cell]]:
    """Institution → the counts of its own records, and of a whole the few that are not in them."""
    found: dict[str, set[Cell]] = defaultdict(set)
    for term in map(Term.of, policy.holders):
        (name,) = term.chosen
        for cell in counts:
            context = term.context(cell)
            if context is not None and _is_one(context[1], dimensions[name]):
                others = without_member(cell, name)
                found[context[1]] |= {cell, others} if others in counts else {cell}
    return {holder: frozenset(cells) for holder, cells in found.items()}


def _is_one(member: str, dimension: Dimension) -> bool:
    return member in dimension.members and member not in dimension.exclusive
