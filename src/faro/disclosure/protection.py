"""Which cells of a system are hidden so that every requirement holds, at how much loss, how near the least that is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from faro.disclosure import exact
from faro.disclosure.evidence import Evidence, Shortfall
from faro.disclosure.greedy import hide, show_again
from faro.disclosure.system import Mask, Requirement, System, mask_of

#: The largest component whose cheapest protection is looked for and proven, and the largest that is told a bound.
EXACT_CELLS: Final = 250
BOUND_CELLS: Final = 2_000
#: How often a bound is raised.
_ROUNDS: Final = 2
Method = Literal["exact", "greedy"]


@dataclass(frozen=True)
class Account:
    """Of one component: how it was protected, the weight that is hidden, and a bound below which no protection goes, 0
    where none was looked for."""

    cells: int
    hidden: int
    method: Method
    loss: float
    bound: float

    @property
    def gap(self) -> float:
        """Between 0, proven to be the least, and 1."""
        return 1 - self.bound / self.loss if self.loss else 0.0


@dataclass(frozen=True)
class Protection:
    hidden: Mask
    shortfalls: tuple[Shortfall, ...]
    accounts: tuple[Account, ...]


def protect(
    system: System,
    requirements: Sequence[Requirement],
    hidden_before: Iterable[int] = (),
    exact_cells: int = EXACT_CELLS,
) -> Protection:
    """All requirements that can be met are; what was hidden before stays so, and costs nothing.

    Where a requirement cannot be met, everything that helps it is done, and a shortfall says so.
    """
    before = mask_of(hidden_before, len(system)) & system.may_hide
    hidden = before.copy()
    shortfalls: list[Shortfall] = []
    accounts: list[Account] = []
    for component, wanted in system.asked(requirements):
        own = [one.numbered(component.place) for one in wanted]
        chosen, evidence, account = _protected(component.system, own, before[component.cells], exact_cells)
        hidden[component.cells] |= chosen
        accounts.append(account)
        shortfalls += evidence.shortfalls(system, wanted)
    return Protection(hidden, tuple(shortfalls), tuple(accounts))


def _protected(
    system: System, wanted: Sequence[Requirement], before: Mask, exact_cells: int
) -> tuple[Mask, Evidence, Account]:
    hidden, evidence = hide(system, wanted, before)
    kept = before | mask_of((one.cell for one in wanted), len(system))
    hidden = show_again(system, evidence, hidden, kept)
    bound = 0.0
    method: Method = "greedy"
    if len(system) <= exact_cells:
        optimum = exact.cheapest(system, evidence, kept)
        bound = optimum.bound
        if optimum.hidden is not None:
            # evidence in whole numbers, which now and then takes a cell more than in numbers of any kind
            hidden, evidence = hide(system, wanted, optimum.hidden)
            method = "exact"
    elif len(system) <= BOUND_CELLS:
        bound = exact.bound(system, evidence, kept, _ROUNDS)
    return hidden, evidence, Account(len(system), int(hidden.sum()), method, float(system.weights @ hidden), bound)
