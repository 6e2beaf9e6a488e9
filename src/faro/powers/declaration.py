"""What `roles.yml` says: role → what it may do, each power as a pattern of what it is on."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, Self, get_args

import yaml

FILE: Final = Path(__file__).with_name("roles.yml")
#: Everybody, whoever they are.
PUBLIC: Final = "public"
Right = Literal["select", "insert", "update", "delete", "execute", "usage", "own"]
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
    return tuple(_role(name, stated) for name, stated in yaml.safe_load(FILE.read_text(encoding="utf-8")).items())


def role_names() -> tuple[str, ...]:
    """Those who sign in."""
    return tuple(role.name for role in roles() if role.name != PUBLIC)


def _role(name: str, stated: Mapping[str, Any]) -> Role:
    return Role(
        name,
        stated["for"],
        {right: tuple(stated[right]) for right in get_args(Right) if right in stated},
        tuple(stated.get("database", ())),
        stated.get("longest"),
        stated.get("connections"),
        stated.get("settings", {}),
    )
