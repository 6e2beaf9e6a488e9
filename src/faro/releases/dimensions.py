"""Dimensions as the policy declares them, with the members that the counts of a release have."""

from collections import defaultdict
from collections.abc import Iterable

from faro.disclosure.figures import AND, Cell, Dimension
from faro.releases.periods import years_of
from faro.releases.policy import NOT_RECORDED, RECORDED, AllBut, DimensionRule, DisclosurePolicy
from faro.releases.tables import REST, YEAR


def dimensions_of(cells: Iterable[Cell], policy: DisclosurePolicy) -> dict[str, Dimension]:
    """Every dimension that a cell looks at, years and periods of years among them."""
    occurring: dict[str, set[str]] = defaultdict(set)
    for cell in cells:
        for name, member in cell.parts:
            occurring[name].add(member)
    return {
        name: _dimension(name, frozenset(members), _rule(name, members, policy)) for name, members in occurring.items()
    }


def _rule(name: str, occurring: Iterable[str], policy: DisclosurePolicy) -> DimensionRule:
    if name == REST:
        return DimensionRule(several=True)
    if name != YEAR:
        return policy.dimensions.get(name, DimensionRule())
    return DimensionRule(sums={member: years_of(member) for member in occurring if len(years_of(member)) > 1})


def _dimension(name: str, occurring: frozenset[str], rule: DimensionRule) -> Dimension:
    together = {member: frozenset(member.split(AND)) for member in occurring if member.endswith(AND)}
    declared = {RECORDED: AllBut(but=frozenset({NOT_RECORDED})), **rule.sums, **together}
    plain = occurring.difference(declared)
    sums = {
        member: plain - parts.but if isinstance(parts, AllBut) else parts & plain
        for member, parts in declared.items()
        if member in occurring
    }
    sums = {member: parts for member, parts in sums.items() if parts}
    members = occurring.difference(sums)
    return Dimension(name, members, rule.several, sums, occurring & {RECORDED, NOT_RECORDED})
