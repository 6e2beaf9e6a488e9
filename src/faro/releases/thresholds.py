"""Which counts are small: by what they count and by how many characteristics they look at."""

from collections.abc import Iterator, Mapping
from itertools import combinations

from faro.disclosure.figures import Cell
from faro.releases.policy import RECORDED, DisclosurePolicy
from faro.releases.tables import YEAR


def threshold_of(cell: Cell, policy: DisclosurePolicy) -> int:
    """The least count that is shown in a table."""
    characteristics = len(characteristics_of(cell))
    if cell.population in policy.populations:
        return policy.threshold(cell.population, characteristics)
    return policy.thresholds.crossing if characteristics > 1 else policy.thresholds.one_characteristic


def characteristics_of(cell: Cell) -> list[str]:
    return [name for name, member in cell.parts if name != YEAR and member != RECORDED]


def is_of_few(cell: Cell, counts: Mapping[Cell, int], policy: DisclosurePolicy) -> bool:
    """Whether it says of a small group what its people are: then 0 is as small a count as others.

    That nobody of three was a minor tells of each of them that she is none: group disclosure (Hundepool et al.,
    Statistical Disclosure Control, 2012).
    """
    return any(0 < counts.get(group, 0) < threshold_of(group, policy) for group in groups_of(cell))


def groups_of(cell: Cell) -> Iterator[Cell]:
    """Whom it is a part of: each cell that looks at less of them, in the same year or period."""
    names = [name for name in cell.names if name != YEAR]
    for length in range(len(names)):
        for kept in combinations(names, length):
            yield Cell(cell.population, cell.measure, tuple(one for one in cell.parts if one[0] in (*kept, YEAR)))
