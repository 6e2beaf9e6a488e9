"""What `roles.yml` says: role → what it may do, each power as a pattern of what it is on."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, Self, get_args

import yaml

from faro.settings import PROJECT

FILE: Final = Path(__file__).with_name("roles.yml")
#: Everybody, whoever they are.
PUBLIC: Final = "public"
Right = Literal["select", "own_rows", "insert", "update", "delete", "execute", "usage", "own"]
_INSTITUTION = "{institution}"
_PATTERN = re.compile(
    r"(?:(?P<schema>[\w*]+)\.)?(?P<name>[\w*]+(?:\([\w, ]*\))?)"
    r"(?: but (?P<but>[\w ]+))?(?P<of_no_person> of no person)?(?: \((?P<columns>[\w, ]+)\))?"
)


class PatternInvalid(ValueError):
    """A power of `roles.yml` that cannot be read."""


@dataclass(frozen=True)
class Pattern:
    """What a power is on; without a schema it is a function of PostgreSQL's own."""

    schema: str | None
    name: str
    but: tuple[str, ...]
    is_of_no_person: bool
    #: Empty: the whole of it.
    columns: tuple[str, ...]

    @classmethod
    def read(cls, stated: str) -> Self:
        """Raises PatternInvalid."""
        if not (found := _PATTERN.fullmatch(stated)):
            raise PatternInvalid(stated)
        but, columns = (tuple(re.findall(r"\w+", found[part] or "")) for part in ("but", "columns"))
        return cls(found["schema"], found["name"], but, bool(found["of_no_person"]), columns)

    def matches(self, schema: str, name: str) -> bool:
        """Whether it means that relation or function, if only it may tell of persons."""
        is_there = fnmatchcase(schema, self.schema or "pg_catalog")
        return is_there and fnmatchcase(name, self.name) and name not in self.but

    @property
    def is_whole_schema(self) -> bool:
        return self.name == "*" and not (self.but or self.is_of_no_person or self.columns)


@dataclass(frozen=True)
class Role:
    """A role of PostgreSQL's with all that it may do. Who has a `longest` query only reads."""

    name: str
    purpose: str
    powers: Mapping[Right, tuple[str, ...]]
    database: tuple[str, ...] = ()
    member: tuple[str, ...] = ()
    signs_in: bool = True
    longest: str | None = None
    #: How many at once; None: as many as the server has.
    connections: int | None = None
    own_settings: Mapping[str, str] = field(default_factory=dict)

    def patterns(self, right: Right) -> list[Pattern]:
        return [Pattern.read(stated) for stated in self.powers.get(right, ())]

    @property
    def settings(self) -> Mapping[str, str]:
        """What each of its sessions begins with."""
        if self.longest is None:
            return self.own_settings
        return {
            "default_transaction_read_only": "on",
            "statement_timeout": self.longest,
            "idle_in_transaction_session_timeout": "1min",
            **self.own_settings,
        }


@cache
def roles() -> tuple[Role, ...]:
    """In the order in which they are declared, `public` included."""
    return tuple(role for template in templates() for role in _made_of(template))


@cache
def templates() -> tuple[Role, ...]:
    """As they are declared: one for all liaisons."""
    return tuple(_role(name, stated) for name, stated in yaml.safe_load(FILE.read_text(encoding="utf-8")).items())


def role_names() -> tuple[str, ...]:
    """Those who sign in."""
    return tuple(role.name for role in roles() if role.signs_in)


def group_names() -> tuple[str, ...]:
    """Those that only have members."""
    return tuple(role.name for role in roles() if not role.signs_in and role.name != PUBLIC)


def liaison_of(institution: str) -> str:
    """The role of that institution's liaison."""
    return f"faro_liaison_{institution}"


def liaison_names() -> tuple[str, ...]:
    """The roles of all of them."""
    return tuple(map(liaison_of, contracting_institutions()))


def contracting_institutions(contracts: Path = PROJECT / "contracts") -> tuple[str, ...]:
    """Those with a contract, whether it is valid or not."""
    return tuple(sorted({path.parent.name for path in contracts.glob("*/*.odcs.yaml")}))


def _made_of(template: Role) -> Iterator[Role]:
    """Itself, or one for each institution."""
    if _INSTITUTION not in template.name:
        yield template
        return
    for institution in contracting_institutions():
        powers = {
            right: tuple(stated.replace(_INSTITUTION, institution) for stated in patterns)
            for right, patterns in template.powers.items()
        }
        yield replace(template, name=template.name.replace(_INSTITUTION, institution), powers=powers)


def _role(name: str, stated: Mapping[str, Any]) -> Role:
    return Role(
        name,
        stated["for"],
        {right: tuple(stated[right]) for right in get_args(Right) if right in stated},
        tuple(stated.get("database", ())),
        tuple(stated.get("member", ())),
        stated.get("signs_in", True),
        stated.get("longest"),
        stated.get("connections"),
        stated.get("settings", {}),
    )
