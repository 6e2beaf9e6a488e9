"""Passwords are tried in numbers, by every page and address that compares one, from behind changing proxies too."""

import re
from collections.abc import Callable
from itertools import count

import httpx
import pytest
from running_stack import Stack
from superset_session import SupersetSession

from faro.sign_in import FAILURES

pytestmark = pytest.mark.stack

Try = Callable[[httpx.Client, str], httpx.Response]


def superset_form(client: httpx.Client, account: str) -> httpx.Response:
    return client.post("/login/", data={"username": account, "password": "x", "csrf_token": _hidden(client, "/login/")})


def superset_api(client: httpx.Client, account: str) -> httpx.Response:
    return client.post("/api/v1/security/login", json={"username": account, "password": "x", "provider": "db"})


def airflow_form(client: httpx.Client, account: str) -> httpx.Response:
    token = _hidden(client, "/auth/login/")
    return client.post("/auth/login/", data={"username": account, "password": "x", "csrf_token": token})


def airflow_token(client: httpx.Client, account: str) -> httpx.Response:
    return client.post("/auth/token", json={"username": account, "password": "x"})


def _hidden(client: httpx.Client, page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(page).text)
    return found.group(1) if found else ""


WAYS = {"superset": (superset_form, superset_api), "airflow": (airflow_form, airflow_token)}
TRIES = [pytest.param(service, way, id=way.__name__) for service, ways in WAYS.items() for way in ways]
#: Each machine of loopback is another address to a server: tests that sign in from the usual one are left alone.
_MACHINES = count(2)


def from_a_machine_of_its_own(stack: Stack, service: str) -> httpx.Client:
    number = next(_MACHINES)
    transport = httpx.HTTPTransport(local_address=f"127.1.{number // 250}.{number % 250 + 1}")
    url = {"superset": stack.superset_url, "airflow": stack.airflow_url}[service]
    return httpx.Client(base_url=url, transport=transport, timeout=60)


@pytest.mark.parametrize(("service", "way"), TRIES)
def test_an_account_is_not_tried_an_eleventh_time(stack: Stack, service: str, way: Try) -> None:
    """From another machine each time, and through a proxy that says so of others."""
    account = f"nadie-{way.__name__}"
    answers = []
    for number in range(FAILURES + 1):
        with from_a_machine_of_its_own(stack, service) as client:
            client.headers["X-Forwarded-For"] = f"10.0.0.{number}"
            answers.append(way(client, account))
    assert 429 not in {answer.status_code for answer in answers[:-1]}
    assert answers[-1].status_code == 429
    assert "intentos" in answers[-1].text or "attempts" in answers[-1].text


@pytest.mark.parametrize(("service", "way"), TRIES)
def test_a_machine_does_not_try_an_eleventh_account(stack: Stack, service: str, way: Try) -> None:
    """Whatever it says of itself."""
    with from_a_machine_of_its_own(stack, service) as client:
        answers = []
        for number in range(FAILURES + 1):
            client.headers["X-Forwarded-For"] = f"10.0.1.{number}"
            answers.append(way(client, f"nadie-{way.__name__}-{number}"))
    assert 429 not in {answer.status_code for answer in answers[:-1]}
    assert answers[-1].status_code == 429


def test_others_sign_in_meanwhile(stack: Stack) -> None:
    with from_a_machine_of_its_own(stack, "superset") as client:
        assert {superset_form(client, "nadie-meanwhile").status_code for _ in range(FAILURES + 2)} >= {429}
    SupersetSession(stack.superset_url).sign_in("coordinacion", stack.secret("superset_coordinacion"))
