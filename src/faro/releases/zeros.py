"""Categories that a release does not list, and another one does: nobody is in them, and whoever reads both knows it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from faro.disclosure.editions import Figures, Policy
from faro.disclosure.figures import Cell
from faro.releases.tables import YEAR

#: Population, dimensions that are looked at, year or period: what a table of a release lists the categories of.
_Family = tuple[str, tuple[str, ...], str | None]


def with_zeros(editions: Sequence[Figures]) -> list[Figures]:
    """The same, each with a count of 0 for what another one publishes where it publishes others of its family."""
    published = [one.counts.keys() - one.unpublished for one in editions]
    families = [{_family(cell) for cell in cells} for cells in published]
    policies = {
        cell: one.policies[cell] for one, cells in zip(editions, published, strict=True) for cell in sorted(cells)
    }
    return [
        _with(one, {cell: policy for cell, policy in policies.items() if cell not in one.counts}, known)
        for one, known in zip(editions, families, strict=True)
    ]


def _with(figures: Figures, missing: Mapping[Cell, Policy], known: set[_Family]) -> Figures:
    zeros = {cell: policy for cell, policy in missing.items() if _family(cell) in known}
    counts = {**figures.counts, **dict.fromkeys(zeros, 0)}
    return replace(figures, counts=counts, policies={**figures.policies, **zeros})


def _family(cell: Cell) -> _Family:
    return cell.population, tuple(name for name, _ in cell.parts), cell.member(YEAR)
