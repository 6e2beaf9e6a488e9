"""Dimensions as the policy declares them, with the members that the counts of a release have."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from faro.disclosure.figures import Cell, Dimension
from faro.releases.policy import NOT_RECORDED, RECORDED, AllBut, DimensionRule, DisclosurePolicy
from faro.releases.tables import YEAR


def dimensions_of(
    cells: Iterable[Cell], policy: DisclosurePolicy, periods: Mapping[str, frozenset[str]]
) -> dict[str, Dimension]:
    """Every dimension that a cell looks at, years among them."""
    occurring: dict[str, set[str]] = defaultdict(set)
    for cell in cells:
        for name, member in cell.parts:
            occurring[name].add(member)
    rules = {name: policy.dimensions.get(name, DimensionRule()) for name in occurring}
    found = {name: _dimension(name, frozenset(occurring[name]), rule) for name, rule in rules.items()}
    years = frozenset(occurring[YEAR]) - periods.keys()
    return found | {YEAR: Dimension(YEAR, years, sums=periods)}


def _dimension(name: str, occurring: frozenset[str], rule: DimensionRule) -> Dimension:
    plain = occurring - rule.sums.keys() - {RECORDED}
    declared = {RECORDED: AllBut(but=frozenset({NOT_RECORDED})), **rule.sums}
    sums = {
        member: plain - parts.but if isinstance(parts, AllBut) else parts & plain
        for member, parts in declared.items()
        if member in occurring
    }
    sums = {member: parts for member, parts in sums.items() if parts}
    return Dimension(name, occurring - sums.keys(), rule.several, sums, frozenset({RECORDED, NOT_RECORDED}) & occurring)
