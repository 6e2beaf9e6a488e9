"""The accounts of people in Superset and Airflow: both keep them in the tables of Flask-AppBuilder, of one shape.

A change reaches both or neither, and holds from the next request on: each asks for the account every time.
"""

import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime

import psycopg
from psycopg.rows import dict_row

from faro.accounts.duties import NEEDED, SERVICES, Roles
from faro.accounts.errors import (
    AccountExists,
    AccountNameInvalid,
    AccountNeeded,
    AccountUnknown,
    MailInvalid,
    RoleMissing,
)
from faro.secrets import secret
from faro.settings import Settings
from faro.stack.errors import NotRunning
from faro.stack.postgres import uri

_NAME = re.compile(r"[a-z][a-z0-9._@-]{1,63}")
_MAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
#: 128 bits.
_BYTES = 16
Databases = Mapping[str, psycopg.Connection]


@dataclass(frozen=True)
class Person:
    """Who is to be given an account. Raises AccountNameInvalid or MailInvalid."""

    username: str
    first_name: str
    last_name: str
    mail: str

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.username):
            raise AccountNameInvalid(field=self.username)
        if not _MAIL.fullmatch(self.mail):
            raise MailInvalid(field=self.mail)


@dataclass
class Account:
    """An account as the services that have it tell it."""

    username: str
    name: str
    roles: dict[str, str] = field(default_factory=dict)
    is_open: bool = False
    last_sign_in: datetime | None = None


def add(settings: Settings, person: Person, roles: Roles) -> str:
    """The initial password of the new account, which is kept nowhere. Raises AccountExists, RoleMissing, NotRunning."""
    password = secrets.token_urlsafe(_BYTES)
    with _databases(settings) as databases:
        for service, database in databases.items():
            if database.execute(_TAKEN, vars(person)).fetchone():
                raise AccountExists(field=person.username, service=service.capitalize())
        for service in SERVICES:
            if roles[service]:
                _insert(databases[service], service, person, roles[service], password)
    return password


def keep(settings: Settings, person: Person, roles: Roles, password: str) -> None:
    """The account of that name and mail has that password and is open; it is made where there is none.

    Raises AccountExists where the name is somebody else's, RoleMissing, NotRunning.
    """
    known = {**vars(person), "hash": _hash(password)}
    with _databases(settings) as databases:
        for service, database in databases.items():
            if not roles[service] or database.execute(_OPEN, known).rowcount:
                continue
            if database.execute(_TAKEN, known).fetchone():
                raise AccountExists(field=person.username, service=service.capitalize())
            _insert(database, service, person, roles[service], password)


def disable(settings: Settings, username: str) -> None:
    """Close it in every service that has it. Raises AccountUnknown, AccountNeeded, NotRunning."""
    _change(settings, username, "active = false", {})


def enable(settings: Settings, username: str) -> str:
    """A new initial password of the account, which is open again. Raises as `disable`."""
    password = secrets.token_urlsafe(_BYTES)
    _change(settings, username, "active = true, password = %(hash)s", {"hash": _hash(password)})
    return password


def everyone(settings: Settings) -> list[Account]:
    """By name. Raises NotRunning."""
    found: dict[str, Account] = {}
    with _databases(settings) as databases:
        for service, database in databases.items():
            for row in database.cursor(row_factory=dict_row).execute(_EVERYONE):
                account = found.setdefault(row["username"], Account(row["username"], row["name"]))
                account.roles[service] = row["roles"]
                account.is_open |= row["active"]
                account.last_sign_in = max(filter(None, (account.last_sign_in, row["last_login"])), default=None)
    return [found[name] for name in sorted(found)]


_TAKEN = """
    select 1 from ab_user
    where lower(username) in (lower(%(username)s), lower(%(mail)s))
        or lower(email) in (lower(%(username)s), lower(%(mail)s))
"""
_EVERYONE = """
    select username, first_name || ' ' || last_name as name, coalesce(active, false) as active, last_login,
        coalesce(string_agg(ab_role.name, ', ' order by ab_role.name), '') as roles
    from ab_user
    left join ab_user_role on user_id = ab_user.id
    left join ab_role on ab_role.id = role_id
    group by ab_user.id
"""
_OPEN = """
    update ab_user set active = true, password = %(hash)s, changed_on = localtimestamp
    where username = %(username)s and email = %(mail)s
"""
_INSERT = """
    insert into ab_user (id, username, first_name, last_name, email, password, active, login_count, fail_login_count,
        created_on, changed_on)
    values (nextval('ab_user_id_seq'), %(username)s, %(first_name)s, %(last_name)s, %(mail)s, %(hash)s, true, 0, 0,
        localtimestamp, localtimestamp)
    returning id
"""
_GIVE = """
    insert into ab_user_role (id, user_id, role_id)
    select nextval('ab_user_role_id_seq'), %s, id from ab_role where name = %s
"""


def _insert(database: psycopg.Connection, service: str, person: Person, roles: frozenset[str], password: str) -> None:
    row = database.execute(_INSERT, {**vars(person), "hash": _hash(password)}).fetchone()
    for role in sorted(roles):
        if not database.execute(_GIVE, [row and row[0], role]).rowcount:
            raise RoleMissing(service=service.capitalize(), rule=role)


def _change(settings: Settings, username: str, change: str, values: Mapping[str, str]) -> None:
    if username == NEEDED:
        raise AccountNeeded(field=username)
    statement = f"update ab_user set {change}, changed_on = localtimestamp where username = %(username)s"
    with _databases(settings) as databases:
        changed = [
            database.execute(statement.encode(), {"username": username, **values}).rowcount
            for database in databases.values()
        ]
        if not any(changed):
            raise AccountUnknown(field=username)


@contextmanager
def _databases(settings: Settings) -> Iterator[Databases]:
    """Service → its metadata; what is done in both is committed at the end, and undone in both if anything fails."""
    if not settings.secrets_file.exists():
        raise NotRunning(path=str(settings.home))
    with ExitStack() as stack:
        try:
            yield {service: stack.enter_context(psycopg.connect(_uri(settings, service))) for service in SERVICES}
        except (psycopg.OperationalError, psycopg.errors.UndefinedTable):
            raise NotRunning(path=str(settings.home)) from None


def _uri(settings: Settings, service: str) -> str:
    return uri(settings, service, service, password=secret(f"{service}_database"))


def _hash(password: str) -> str:
    from werkzeug.security import generate_password_hash

    return generate_password_hash(password)
