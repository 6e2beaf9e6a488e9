"""Categories that a release does not list, and another one does: nobody is in them, and whoever reads both knows it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from faro.disclosure.editions import Figures, Policy
from faro.disclosure.figures import AND, Cell
from faro.releases.periods import years_of
from faro.releases.published import Published
from faro.releases.tables import REST, YEAR

#: Population, dimensions that are looked at, year or period: what a table of a release lists the categories of.
_Family = tuple[str, tuple[str, ...], str | None]


def with_zeros(editions: Sequence[Figures], releases: Sequence[Published]) -> list[Figures]:
    """The same, each with a count of 0 for what another release states where it publishes others of its family.

    Of a period that lists nobody in a category there is nobody in its years either.
    """
    policies = {
        cell: replace(one.policies[cell], shows_zeros=True)
        for one, release in zip(editions, releases, strict=True)
        for cell in release.counts
        if _is_listed(cell)
    }
    return [
        _with(one, {cell: policies[cell] for cell in policies.keys() - one.counts.keys() - release.left_out}, release)
        for one, release in zip(editions, releases, strict=True)
    ]


def _with(figures: Figures, missing: Mapping[Cell, Policy], release: Published) -> Figures:
    known = {family for cell in release.published for family in _families(cell)}
    zeros = {cell: policy for cell, policy in missing.items() if _family(cell, cell.member(YEAR)) in known}
    counts = {**figures.counts, **dict.fromkeys(zeros, 0)}
    return replace(figures, counts=counts, policies={**figures.policies, **zeros})


def _families(cell: Cell) -> list[_Family]:
    """Its own, and of a period those of its years."""
    period = cell.member(YEAR)
    return [_family(cell, one) for one in (period, *years_of(period))]


def _family(cell: Cell, period: str | None) -> _Family:
    return cell.population, cell.names, period


def _is_listed(cell: Cell) -> bool:
    """Whether it is a category, and not what is left of others."""
    return all(name != REST and not member.endswith(AND) for name, member in cell.parts)
