"""Counts that stand in no table, and that whoever reads gets by subtracting: to be protected like the others."""

from collections import defaultdict
from collections.abc import Iterator

from faro.disclosure.figures import Cell, Tie, remainders
from faro.releases.counts import Counts
from faro.releases.dimensions import dimensions_of
from faro.releases.policy import NOT_RECORDED, RECORDED, DisclosurePolicy
from faro.releases.relations import add_relations
from faro.releases.tables import REST, YEAR


def add_rests(counts: Counts, policy: DisclosurePolicy) -> list[Tie]:
    """Adds them; what ties them to the others, where no dimension tells it."""
    for name, rule in policy.dimensions.items():
        if rule.members:
            _add_missing(name, rule.members, counts)
    found = list(add_relations(policy.relations, counts))
    for inner, population in policy.populations.items():
        for outer, within in population.within.items():
            if within.rest:
                found += _add_those_outside(inner, outer, within.rest, within.dimensions | {YEAR}, counts)
    dimensions = dimensions_of(counts.of, policy)
    for dimension in dimensions.values():
        if dimension.is_several:
            found += _add_those_without(dimension.name, counts, policy)
    for dimension in dimensions.values():
        for cell, count, tie in list(remainders(counts.of, dimension)):
            counts.add(cell, count, dimension.name)
            found.append(tie)
    return found


def _add_missing(name: str, members: tuple[str, ...], counts: Counts) -> None:
    """The last member where all others are known, of those that are recorded and of all."""
    families: dict[Cell, dict[str, int]] = defaultdict(dict)
    for cell, count in counts.of.items():
        if (member := cell.member(name)) is not None:
            families[cell.without(name)][member] = count
    recorded = tuple(member for member in members if member != NOT_RECORDED)
    for base, there in families.items():
        for whole, parts in ((there.get(RECORDED), recorded), (counts.of.get(base), members)):
            missing = [part for part in parts if part not in there]
            if whole is not None and len(missing) == 1:
                there[missing[0]] = whole - sum(there[part] for part in parts if part in there)
                counts.add(base.within(name, missing[0]), there[missing[0]], f"{name}={missing[0]}")


def _add_those_outside(inner: str, outer: str, rest: str, dimensions: frozenset[str], counts: Counts) -> Iterator[Tie]:
    whole = [cell for cell in counts.of if cell.population == outer]
    for cell in whole:
        inside = Cell(inner, cell.measure, cell.parts)
        if dimensions.issuperset(cell.names) and inside not in counts.left_out:
            outside = Cell(rest, cell.measure, cell.parts)
            counts.add(outside, counts.of[cell] - counts.of.get(inside, 0), rest)
            terms = {cell: 1, inside: -1, outside: -1}
            yield Tie({one: sign for one, sign in terms.items() if one in counts.of}, 0, 0)


def without_member(cell: Cell, name: str) -> Cell:
    """Those of its whole who are not in its member of that dimension."""
    return cell.without(name).within(REST, f"{name}≠{cell.member(name)}")


def _add_those_without(name: str, counts: Counts, policy: DisclosurePolicy) -> Iterator[Tie]:
    """Where a person may be in several: the few that are not in one of them, of a whole that is told. Of cases not."""
    cases = {code for code, population in policy.populations.items() if not population.crossing}
    for cell in [one for one in counts.of if one.member(name) not in (None, RECORDED, NOT_RECORDED)]:
        whole = cell.without(name)
        left = counts.of.get(whole, 0) - counts.of[cell]
        if 0 < left < policy.thresholds.unpublished and cell.population not in cases:
            without = without_member(cell, name)
            counts.add(without, left, name)
            yield Tie({whole: 1, cell: -1, without: -1}, 0, 0)
