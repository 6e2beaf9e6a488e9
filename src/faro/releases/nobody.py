"""Categories of small groups that nobody is in: to be hidden, they have to be there like those of somebody."""

from collections import defaultdict
from collections.abc import Iterable

from faro.disclosure.figures import Cell
from faro.releases.counts import Counts
from faro.releases.dimensions import dimensions_of
from faro.releases.figures import ReleaseFigure
from faro.releases.policy import DisclosurePolicy
from faro.releases.tables import YEAR
from faro.releases.thresholds import is_of_few


def add_nobody(counts: Counts, policy: DisclosurePolicy) -> None:
    """Adds 0 for each category that others have, of every small group of which it is known what all of them are."""
    families: dict[tuple[str, tuple[str, ...]], list[Cell]] = defaultdict(list)
    for cell in counts.of:
        families[cell.population, cell.names].append(cell)
    for (_, names), cells in families.items():
        dimensions = dimensions_of(cells, policy)
        for name in names:
            if name != YEAR and not dimensions[name].is_several:
                _add_missing(name, dimensions[name].members, cells, counts, policy)


def _add_missing(
    name: str, members: frozenset[str], cells: Iterable[Cell], counts: Counts, policy: DisclosurePolicy
) -> None:
    groups: dict[Cell, list[Cell]] = defaultdict(list)
    for cell in cells:
        if cell.member(name) in members and is_of_few(cell, counts.of, policy):
            groups[cell.without(name)].append(cell)
    for group, parts in groups.items():
        if counts.of.get(group) == sum(counts.of[part] for part in parts):
            for member in sorted(members.difference(part.member(name) or "" for part in parts)):
                counts.add(group.within(name, member), 0, counts.said_by[parts[0]])


def broken_down(figures: Iterable[ReleaseFigure], counts: Counts, policy: DisclosurePolicy) -> list[ReleaseFigure]:
    """Without categories of small groups alone: whoever sees which ones are listed knows which are empty."""
    figures = list(figures)
    told = {_category(one) for one in figures if not any(is_of_few(cell, counts.of, policy) for cell in one.follows)}
    return [one for one in figures if _category(one) in told]


def _category(figure: ReleaseFigure) -> tuple[str, str, str]:
    return figure.indicator, figure.breakdown, figure.category
