"""Bringing PostgreSQL to what `roles.yml` declares: what is missing is granted, what is too much is taken back."""

from collections.abc import Iterator

import psycopg
from psycopg.sql import SQL, Composed, Identifier, Literal

from faro.powers.declaration import roles
from faro.powers.objects import Power, declared, held


def make_schemas(connection: psycopg.Connection) -> None:
    """Those that a role owns."""
    for role in roles():
        for pattern in role.patterns("own"):
            if pattern.schema is None or pattern.is_whole_schema:
                place = Identifier(pattern.schema or pattern.name), Identifier(role.name)
                connection.execute(SQL("create schema if not exists {} authorization {}").format(*place))


def grant(connection: psycopg.Connection) -> None:
    """All of it in a prepared warehouse, by a superuser's connection; nothing is written that stands already."""
    for only in ("own", None):  # with an owner, what others may changes
        for statement in list(_changes(connection, only)):
            connection.execute(statement)


def differences(connection: psycopg.Connection) -> list[str]:
    """A sentence for each power that is granted and not declared, or declared and not granted."""
    has, should = held(connection), declared(connection)
    return [
        *(f"granted, not declared: {power}" for power in sorted(has - should)),
        *(f"declared, not granted: {power}" for power in sorted(should - has)),
    ]


def _changes(connection: psycopg.Connection, only: str | None) -> Iterator[Composed]:
    """What is taken back comes first: a limit that is another now is lifted and set again."""
    has, should = held(connection), declared(connection)
    yield from (_taken(power) for power in sorted(has - should) if only in (None, power.right))
    yield from (_given(power) for power in sorted(should - has) if only in (None, power.right))


def _given(power: Power) -> Composed:
    role, name = Identifier(power.role), SQL(power.name)
    match power.kind:
        case "setting":
            setting, _, value = power.name.partition("=")
            return SQL("alter role {} set {} = {}").format(role, Identifier(setting), Literal(value))
        case "connections":
            return SQL("alter role {} connection limit {}").format(role, name)
        case "attribute":
            return SQL("alter role {} {}").format(role, name)
        case "role":
            return SQL("grant {} to {}").format(name, role)
        case "row security":
            return SQL("alter table {} enable row level security").format(name)
        case "policy":
            what = SQL("select" if power.right == "see" else "all")
            return SQL("create policy {} for {} to {} using ({})").format(name, what, role, SQL(power.part))
        case kind if power.right == "own":
            return SQL("alter {} {} owner to {}").format(SQL(kind), name, role)
    return _of_grants(power, "grant {} to {}")


def _taken(power: Power) -> Composed:
    role, name = Identifier(power.role), SQL(power.name)
    match power.kind:
        case "setting":
            place = SQL(" in database {}").format(Identifier(power.part)) if power.part else SQL("")
            return SQL("alter role {}{} reset {}").format(role, place, Identifier(power.name.partition("=")[0]))
        case "connections":
            return SQL("alter role {} connection limit -1").format(role)
        case "attribute":
            return SQL("alter role {} no{}").format(role, name)
        case "role":
            return SQL("revoke {} from {}").format(name, role)
        case "row security":
            return SQL("alter table {} disable row level security").format(name)
        case "policy":
            return SQL("drop policy if exists {}").format(name)
        case kind if power.right == "own":
            return SQL("alter {} {} owner to current_user").format(SQL(kind), name)
    return _of_grants(power, "revoke {} from {}")


def _of_grants(power: Power, form: str) -> Composed:
    right, kind, name = SQL(power.right.removesuffix(" and give")), power.kind, SQL(power.name)
    role, part = Identifier(power.role), SQL(power.part)
    if kind.startswith("future "):
        place = SQL("") if power.name == "*" else SQL(" in schema {}").format(name)
        change = SQL(form).format(SQL("{} on {}s").format(right, SQL(kind.removeprefix("future "))), role)
        return SQL("alter default privileges for role {}{} {}").format(part, place, change)
    columns = SQL(" ({})").format(part) if power.part else SQL("")
    return SQL(form).format(SQL("{}{} on {} {}").format(right, columns, SQL(kind), name), role)
