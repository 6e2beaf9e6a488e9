"""What cannot be meant is answered with a sentence, by every address and to every account that may ask."""

import random
import time
from collections.abc import Callable
from typing import Any

import pytest
from malformed import Request, addresses, requests
from running_stack import Demo, Stack
from superset_session import SupersetSession

pytestmark = pytest.mark.stack

_SECONDS = 25
_SEED = 20_261_129
#: Requests that were answered with 500 before there was one answer to all of them.
KNOWN = [
    Request("POST", "/superset/explore_json/", {"form_data": '{"slice_id": []}'}),
    Request("GET", "/explore/", {"form_data": "[]", "slice_id": "x"}),
    Request("GET", "/datasource/get/x/x/", {}),
    Request("POST", "/api/v1/chart/data", {}, [[]]),
    Request("GET", "/api/v1/query/99999999999999999999", {}),
    Request("POST", "/api/v1/sqllab/execute/", {}, "x"),
    Request("POST", "/api/v1/sqllab/execute/", {}, {"database_id": 1, "sql": "select '\0'"}),
    Request("POST", "/api/v1/sqllab/execute/", {}, {"database_id": 1, "sql": "select CANARIO7F3A"}),
    Request("POST", "/api/v1/sqllab/execute/", {}, {"database_id": 9999, "sql": "select 1"}),
    *[Request("POST", "/api/v1/sqllab/execute/", {}, {"database_id": 1, "sql": "select 1", "client_id": "a1"})] * 2,
    Request("GET", "/api/v1/database/1/table_metadata/", {"name": "CANARIO7F3A", "schema": "exact"}),
    Request("GET", "/api/v1/dashboard/", {"q": "(filters:!((col:owners,opr:rel_m_m,value:CANARIO7F3A)))"}),
]


@pytest.fixture(scope="module")
def rules(demo: Demo, stack: Stack) -> list[tuple[str, list[str]]]:
    return addresses(demo)


def answered(session: SupersetSession, request: Request) -> Any:
    headers = {"X-CSRFToken": session.token, "Referer": str(session.client.base_url)}
    return session.client.request(
        request.method, request.path, params=request.parameters, json=request.body, headers=headers
    )


@pytest.mark.parametrize("account", ["coordinacion", "analista"])
def test_nothing_that_is_asked_wrongly_is_a_fault_of_the_server(
    stack: Stack, sign_in: Callable[[str], SupersetSession], rules: list[tuple[str, list[str]]], account: str
) -> None:
    """As many addresses as fit in the time, in an order of chance that repeats."""
    session, chance = sign_in(account), random.Random(_SEED)
    asked = [request for rule, methods in rules for request in requests(rule, methods, chance)]
    chance.shuffle(asked)
    until, faults, count = time.monotonic() + _SECONDS, [], 0
    for request in [*KNOWN, *asked]:
        if time.monotonic() > until:
            break
        count += 1
        if answered(session, request).status_code >= 500:
            faults.append(request)
    assert count > len(KNOWN)
    assert faults == []
    assert "CANARIO7F3A" not in (stack.home / "logs" / "superset.log").read_text()


@pytest.mark.parametrize(("language", "word"), [("es", "petición"), ("en", "request")])
def test_it_is_told_in_the_readers_language_and_repeats_nothing(
    sign_in: Callable[[str], SupersetSession], language: str, word: str
) -> None:
    session = sign_in("analista")
    session.client.headers["Accept-Language"] = language
    session.ask(f"/lang/{language}")
    answer = session.ask("/api/v1/chart/data", "POST", ["CANARIO7F3A"])
    assert answer.status_code == 400
    assert word in answer.json()["errors"][0]["message"]
    assert "CANARIO7F3A" not in answer.text
