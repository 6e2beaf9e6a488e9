"""What each role may on what there is in a database: as it is declared, and as PostgreSQL has it."""

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from importlib.resources import files
from typing import Final, NamedTuple

import psycopg

from faro.contracts import all_contracts
from faro.powers.declaration import PUBLIC, Pattern, Right, Role, roles

#: Of these, views have the first alone.
_OF_ROWS: Final[tuple[Right, ...]] = ("select", "own_rows", "insert", "update", "delete")
#: How what has no rows is used.
_USES: Final[tuple[tuple[Right, str], ...]] = (("execute", "function"), ("usage", "sequence"))
#: As PostgreSQL writes them; of several columns the first counts.
_OWN: Final = {
    "institution": "liaison.asks(institution)",
    "delivery_id": "(delivery_id IN ( SELECT delivery.delivery_id FROM ops.delivery))",
    "load_id": "(load_id IN ( SELECT load.load_id FROM ops.load))",
    "finding_id": "(finding_id IN ( SELECT finding.finding_id FROM ops.finding))",
}
_DERIVED = re.compile(r"_(current|as_of|difference)$")


class Power(NamedTuple):
    """That a role may do something with a thing of that kind.

    `part` is the column, where it is one; of what is made later, the role that makes it; of a policy, its condition.
    """

    role: str
    right: str
    kind: str
    name: str
    part: str = ""

    def __str__(self) -> str:
        return f"{self.role}: {self.right} {self.kind} {self.name} {self.part}".rstrip()


class Object(NamedTuple):
    """A schema, relation or function; `text` is how SQL names it."""

    kind: str
    schema: str
    name: str
    text: str
    owner: str
    is_table: bool
    columns: list[str]
    tells_of_persons: bool

    def is_schema_of(self, pattern: Pattern) -> bool:
        return pattern.schema is not None and fnmatchcase(self.name, pattern.schema)


def held(connection: psycopg.Connection) -> set[Power]:
    """What PostgreSQL says that Faro's roles and everybody may."""
    return {Power(*row) for row in connection.execute(_sql("held.sql"))}


def declared(connection: psycopg.Connection) -> set[Power]:
    """What `roles.yml` says, of what there is in this database."""
    objects = list(_objects(connection))
    powers = {power for role in roles() for power in _of_role(role, objects)}
    return powers | set(_of_shared_rows(powers, objects))


def _objects(connection: psycopg.Connection) -> Iterator[Object]:
    telling = {
        (f"raw_{contract.institution}", contract.dataset) for contract in all_contracts() if contract.tells_of_persons
    }
    for kind, schema, name, text, owner, is_table, columns in connection.execute(_sql("objects.sql")):
        yield Object(kind, schema, name, text, owner, is_table, columns, (schema, _DERIVED.sub("", name)) in telling)


def _sql(name: str) -> bytes:
    return (files("faro.powers") / name).read_bytes()


def _of_role(role: Role, objects: list[Object]) -> Iterator[Power]:
    if role.signs_in:
        yield Power(role.name, "be", "attribute", "login")
    for group in role.member:
        yield Power(role.name, "be", "role", group)
    for right in role.database:
        yield Power(role.name, right, "database", "faro")
    for setting, value in role.settings.items():
        yield Power(role.name, "set", "setting", f"{setting}={value}")
    if role.connections is not None:
        yield Power(role.name, "limit", "connections", str(role.connections))
    yield from _entered(role, objects)
    for right in _OF_ROWS:
        yield from _of_rows(role, right, objects)
    for right, kind in _USES:
        yield from _used(role, right, kind, objects)
    yield from _owned(role, objects)


def _entered(role: Role, objects: list[Object]) -> Iterator[Power]:
    """The schemas in which it may do something, unless they are its own."""
    patterns = [pattern for right in (*_OF_ROWS, *dict(_USES)) for pattern in role.patterns(right)]
    for each in objects:
        if each.kind == "schema" and each.owner != role.name and any(map(each.is_schema_of, patterns)):
            yield Power(role.name, "usage", "schema", each.text)


def _of_rows(role: Role, right: Right, objects: list[Object]) -> Iterator[Power]:
    for pattern in role.patterns(right):
        for each in _meant(pattern, "table", objects):
            if each.owner != role.name and (each.is_table or right == "select"):
                word = "select" if right == "own_rows" else right
                yield from (Power(role.name, word, "table", each.text, column) for column in pattern.columns or ("",))
        yield from _of_what_is_made_later(role, right, pattern)


def _of_what_is_made_later(role: Role, right: Right, pattern: Pattern) -> Iterator[Power]:
    """In a schema that somebody else fills; what is taken out of it by name can only be granted by name."""
    fills = {owned.schema: other.name for other in roles() for owned in other.patterns("own") if owned.is_whole_schema}
    if pattern.schema and pattern.is_whole_schema and pattern.schema in fills:
        yield Power(role.name, right, "future table", pattern.schema, fills[pattern.schema])


def _used(role: Role, right: Right, kind: str, objects: list[Object]) -> Iterator[Power]:
    for pattern in role.patterns(right):
        if pattern.schema is None:
            yield Power(role.name, right, kind, pattern.name)
        yield from (Power(role.name, right, kind, each.text) for each in _meant(pattern, kind, objects))


def _of_shared_rows(powers: set[Power], objects: list[Object]) -> Iterator[Power]:
    """Row security of what institutions share: who reads its own rows sees these, who may anything else sees all."""
    for role in roles():
        for shared in (each for pattern in role.patterns("own_rows") for each in _meant(pattern, "table", objects)):
            yield Power(PUBLIC, "obey", "row security", shared.text)
            yield Power(role.name, "see", "policy", f"{role.name} on {shared.text}", _own(shared))
            others = {power.role for power in powers if power[2:4] == ("table", shared.text)} - {role.name}
            yield from (Power(other, "use", "policy", f"{other} on {shared.text}", "true") for other in others)


def _own(shared: Object) -> str:
    """Which rows are an institution's: those that say so, or whose delivery, load or finding does."""
    return next(condition for column, condition in _OWN.items() if column in shared.columns)


def _owned(role: Role, objects: list[Object]) -> Iterator[Power]:
    for pattern in role.patterns("own"):
        if pattern.schema is None:
            yield Power(role.name, "own", "schema", pattern.name)
            continue
        if pattern.is_whole_schema:
            yield Power(role.name, "own", "schema", pattern.schema)
        yield from (Power(role.name, "own", "table", each.text) for each in _meant(pattern, "table", objects))


def _meant(pattern: Pattern, kind: str, objects: list[Object]) -> Iterator[Object]:
    for each in objects:
        is_left_out = pattern.is_of_no_person and each.tells_of_persons
        if each.kind == kind and pattern.matches(each.schema, each.name) and not is_left_out:
            yield each
