"""Categories that a release does not list, and another one does: nobody is in them, and whoever reads both knows it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from faro.disclosure.editions import Figures, Policy
from faro.disclosure.figures import AND, Cell
from faro.releases.periods import years_of
from faro.releases.tables import REST, YEAR

#: Population, dimensions that are looked at, year or period: what a table of a release lists the categories of.
_Family = tuple[str, tuple[str, ...], str | None]


def with_zeros(editions: Sequence[Figures]) -> list[Figures]:
    """The same, each with a count of 0 for what another one counts where it counts others of its family.

    Of a period that lists nobody in a category there is nobody in its years either.
    """
    families = [frozenset(family for cell in one.counts for family in _families(cell)) for one in editions]
    policies = {
        cell: replace(one.policies[cell], shows_zeros=True)
        for one in editions
        for cell in one.counts
        if _is_listed(cell)
    }
    return [
        _with(one, {cell: policy for cell, policy in policies.items() if cell not in one.counts}, known)
        for one, known in zip(editions, families, strict=True)
    ]


def _with(figures: Figures, missing: Mapping[Cell, Policy], known: frozenset[_Family]) -> Figures:
    zeros = {cell: policy for cell, policy in missing.items() if _family(cell, cell.member(YEAR)) in known}
    counts = {**figures.counts, **dict.fromkeys(zeros, 0)}
    return replace(figures, counts=counts, policies={**figures.policies, **zeros})


def _families(cell: Cell) -> list[_Family]:
    """Its own, and of a period those of its years."""
    period = cell.member(YEAR)
    return [_family(cell, one) for one in (period, *years_of(period or ""))]


def _family(cell: Cell, period: str | None) -> _Family:
    return cell.population, cell.names, period


def _is_listed(cell: Cell) -> bool:
    """Whether it is a category, and not what is left of others."""
    return all(name != REST and not member.endswith(AND) for name, member in cell.parts)
