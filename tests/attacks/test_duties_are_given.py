"""Whoever administers Superset gives nobody a duty, an account or a password there: `faro account` does."""

import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from joining import Join
from running_stack import Demo, Stack
from superset_session import SupersetSession

pytestmark = pytest.mark.stack

NAME = "prueba.deber"
CHOSEN = "una frase que otra persona elige"
ACCOUNTS = """
    select username, email, active, password,
        array(select ab_role.name from ab_user_role join ab_role on ab_role.id = role_id where user_id = ab_user.id),
        array(select group_id from ab_user_group where user_id = ab_user.id)
    from ab_user order by username
"""
GROUPS = "select ab_group.name, role_id from ab_group left join ab_group_role on group_id = ab_group.id"
ROLES = "select role_id, permission_view_id from ab_permission_view_role order by 1, 2"
Attempt = Callable[[SupersetSession, dict[str, int], dict[str, int]], httpx.Response]


@pytest.fixture(scope="module")
def people(demo: Demo, stack: Stack, join: Join) -> dict[str, int]:
    """Account → its number, one of somebody who governs among them."""
    join(NAME, "gobernanza")
    return numbers(demo, "select username, id from ab_user")


@pytest.fixture(scope="module")
def roles(demo: Demo, stack: Stack) -> dict[str, int]:
    return numbers(demo, "select name, id from ab_role")


def numbers(demo: Demo, query: str) -> dict[str, int]:
    with demo.superuser("superset") as connection:
        return dict(connection.execute(query.encode()).fetchall())


def said_of_accounts(demo: Demo) -> list[Any]:
    with demo.superuser("superset") as connection:
        return [connection.execute(query.encode()).fetchall() for query in (ACCOUNTS, GROUPS, ROLES)]


def send(session: SupersetSession, path: str, **fields: Any) -> httpx.Response:
    """What that form answers, filled in as a browser would."""
    page = session.ask(path)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
    assert token, f"{path}: {page.status_code}"
    return session.client.post(path, data={**fields, "csrf_token": token.group(1)})


def person(username: str, *roles: int, **more: Any) -> dict[str, Any]:
    named = {"first_name": "P", "last_name": "C", "username": username, "email": f"{username}@faro.invalid"}
    return {**named, "active": "y", "roles": [str(role) for role in roles], **more}


def gives_itself_a_duty(admin: SupersetSession, people: dict[str, int], roles: dict[str, int]) -> httpx.Response:
    return send(admin, f"/users/edit/{people['admin']}", **person("admin", roles["Admin"], roles["gobernanza"]))


def changes_for_a_duty(admin: SupersetSession, people: dict[str, int], roles: dict[str, int]) -> httpx.Response:
    return send(admin, f"/users/edit/{people['admin']}", **person("admin", roles["gobernanza"]))


def makes_an_account(admin: SupersetSession, people: dict[str, int], roles: dict[str, int]) -> httpx.Response:
    words = {"password": CHOSEN, "conf_password": CHOSEN}
    return send(admin, "/users/add", **person("prueba.falsa", roles["gobernanza"], **words))


def chooses_a_password(admin: SupersetSession, people: dict[str, int], roles: dict[str, int]) -> httpx.Response:
    return send(admin, f"/resetpassword/form?pk={people[NAME]}", password=CHOSEN, conf_password=CHOSEN)


def takes_over_an_address(admin: SupersetSession, people: dict[str, int], roles: dict[str, int]) -> httpx.Response:
    """By which a provider knows its owner."""
    taken = person(NAME, roles["gobernanza"], email="otra@faro.invalid")
    return send(admin, f"/users/edit/{people[NAME]}", **taken)


def makes_a_group(admin: SupersetSession, people: dict[str, int], roles: dict[str, int]) -> httpx.Response:
    members = {"roles": [str(roles["gobernanza"])], "users": [str(people["admin"])]}
    return send(admin, "/groups/add", name="falso", label="Falso", description="Falso", **members)


def makes_a_role(admin: SupersetSession, people: dict[str, int], roles: dict[str, int]) -> httpx.Response:
    return send(admin, "/roles/add", name="falso", permissions=["1", "2"], user=[str(people["admin"])])


def empties_a_role(admin: SupersetSession, people: dict[str, int], roles: dict[str, int]) -> httpx.Response:
    return send(admin, f"/roles/edit/{roles['gobernanza']}", name="gobernanza", permissions=["1"])


def removes_an_account(admin: SupersetSession, people: dict[str, int], roles: dict[str, int]) -> httpx.Response:
    return admin.ask(f"/users/delete/{people[NAME]}", "POST")


ATTEMPTS = (
    gives_itself_a_duty,
    changes_for_a_duty,
    makes_an_account,
    chooses_a_password,
    takes_over_an_address,
    makes_a_group,
    makes_a_role,
    empties_a_role,
    removes_an_account,
)


@pytest.mark.parametrize("attempt", ATTEMPTS, ids=lambda attempt: attempt.__name__)
def test_who_administers_superset_gives_nobody_anything(
    demo: Demo, administrator: SupersetSession, people: dict[str, int], roles: dict[str, int], attempt: Attempt
) -> None:
    before = said_of_accounts(demo)
    answer = attempt(administrator, people, roles)
    assert (answer.status_code, "faro account" in answer.text) == (403, True)
    assert said_of_accounts(demo) == before
