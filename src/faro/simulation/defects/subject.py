"""What a defect may look at: the cells of one record, who they are about, and what the contract says of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from faro.contracts import Column, Contract, IdentityRole
from faro.simulation.formats import Cell
from faro.simulation.synthetic.draw import Draw

Changes = Mapping[str, Cell]
NOTHING: Changes = {}


@dataclass(frozen=True)
class Form:
    """A dataset as its clerks know it; asked of the contract once."""

    contract: Contract
    roles: Mapping[IdentityRole, str] = field(init=False)

    def __post_init__(self) -> None:
        roles = {column.identity: column.name for column in self.contract.columns if column.identity}
        object.__setattr__(self, "roles", roles)

    @property
    def is_typed(self) -> bool:
        """A database takes no text for a date or a number."""
        return self.contract.transport == "postgres"

    @cached_property
    def registry(self) -> frozenset[str]:
        """Columns that say which record and which version it is: no clerk fills them in."""
        relation, increment = self.contract.relation, self.contract.increment
        names = {*self.contract.key, relation.version, relation.withdrawn.column if relation.withdrawn else None}
        return frozenset(name for name in names | ({increment.key} if increment else set()) if name)

    @cached_property
    def filled_in(self) -> tuple[Column, ...]:
        """The columns that a clerk fills in."""
        return tuple(column for column in self.contract.columns if column.name not in self.registry)

    @cached_property
    def required(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.filled_in if column.is_required)

    @cached_property
    def dates(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.filled_in if column.type == "date")

    @cached_property
    def numbers(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.filled_in if column.type in {"integer", "number"})

    @cached_property
    def closed_lists(self) -> tuple[str, ...]:
        """Columns whose values the contract lists, and which no vocabulary translates."""
        return tuple(column.name for column in self.filled_in if column.accepted_values and not column.identity)


@dataclass(frozen=True)
class Subject:
    """One record under the pen."""

    form: Form
    cells: Mapping[str, Cell]
    draw: Draw

    def text(self, role: IdentityRole) -> tuple[str, str]:
        """The column that holds this of the person, and what it holds; empty where there is neither."""
        name = self.form.roles.get(role, "")
        value = self.cells.get(name)
        return name, value if isinstance(value, str) else ""

    def texts(self, *roles: IdentityRole) -> dict[str, str]:
        """Column → text, of those that are there."""
        return dict(found for role in roles if (found := self.text(role))[1])

    @property
    def is_migrant(self) -> bool:
        return self.text("nationality")[1] not in {"", "CRI"}

    def one_of(self, columns: tuple[str, ...]) -> str | None:
        """One of those columns that hold something."""
        held = [name for name in columns if self.cells.get(name) is not None]
        return self.draw.source.choice(held) if held else None
