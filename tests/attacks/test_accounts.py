"""Who has left does not come in, by any way that was open; signing out and a new password end what was before them."""

from collections.abc import Callable

import httpx
import pytest
from airflow_session import AirflowSession
from joining import Join, told
from running_stack import Stack
from superset_session import SupersetSession

pytestmark = pytest.mark.stack

NAME = "prueba.cuenta"
ME = "/api/v1/me/"
DAGS = "/api/v2/dags"
CHOSEN = "una frase larga y propia"
Way = Callable[[], int]


@pytest.fixture(scope="module")
def password(join: Join) -> str:
    """Of somebody who reads dashboards and runs DAGs."""
    return join(NAME, "ingeniería")


def superset_page(stack: Stack, password: str) -> Way:
    session = SupersetSession(stack.superset_url).sign_in(NAME, password)
    return lambda: session.status(ME)


def superset_token(stack: Stack, password: str) -> Way:
    token = superset_tokens(stack, password)["access_token"]
    return lambda: bearing(stack.superset_url + ME, token)


def superset_token_renewed(stack: Stack, password: str) -> Way:
    token = superset_tokens(stack, password)["refresh_token"]
    return lambda: bearing(stack.superset_url + "/api/v1/security/refresh", token, "POST")


def airflow_page(stack: Stack, password: str) -> Way:
    """The session alone: with it the page would give another token."""
    cookies = AirflowSession(stack.airflow_url).sign_in(NAME, password).cookies()
    del cookies["_token"]
    page = stack.airflow_url + "/auth/login/"
    return lambda: 200 if httpx.get(page, cookies=cookies, timeout=60).status_code == 302 else 401


def airflow_cookie(stack: Stack, password: str) -> Way:
    cookies = AirflowSession(stack.airflow_url).sign_in(NAME, password).cookies()
    return lambda: httpx.get(stack.airflow_url + DAGS, cookies={"_token": cookies["_token"]}, timeout=60).status_code


def airflow_token(stack: Stack, password: str) -> Way:
    answer = airflow_tokens(stack, password)
    return lambda: bearing(stack.airflow_url + DAGS, answer.json()["access_token"])


WAYS = (superset_page, superset_token, superset_token_renewed, airflow_page, airflow_cookie, airflow_token)


def superset_tokens(stack: Stack, password: str) -> dict[str, str]:
    body = {"username": NAME, "password": password, "provider": "db", "refresh": True}
    answer = httpx.post(stack.superset_url + "/api/v1/security/login", json=body, timeout=60)
    return dict(answer.json())


def airflow_tokens(stack: Stack, password: str) -> httpx.Response:
    return httpx.post(stack.airflow_url + "/auth/token", json={"username": NAME, "password": password}, timeout=60)


def bearing(url: str, token: str, method: str = "GET") -> int:
    return httpx.request(method, url, headers={"Authorization": f"Bearer {token}"}, timeout=60).status_code


def opened(stack: Stack, password: str) -> dict[str, Way]:
    """Every way in, each of which works."""
    ways = {way.__name__: way(stack, password) for way in WAYS}
    assert {name: way() for name, way in ways.items()} == dict.fromkeys(ways, 200)
    return ways


def assert_closed(ways: dict[str, Way]) -> None:
    assert {name: status for name, way in ways.items() if (status := way()) not in {401, 403}} == {}


def test_a_session_begins_with_signing_in(stack: Stack, password: str) -> None:
    """The number that it had before is somebody's who may have given it."""
    session = SupersetSession(stack.superset_url)
    session.client.get("/login/")
    before = dict(session.client.cookies)
    session.sign_in(NAME, password)
    assert session.status(ME) == 200
    assert httpx.get(stack.superset_url + ME, cookies=before, timeout=60).status_code == 401


def test_signing_out_of_superset_ends_the_session(stack: Stack, password: str) -> None:
    session = SupersetSession(stack.superset_url).sign_in(NAME, password)
    before = dict(session.client.cookies)
    session.client.get("/logout/")
    assert httpx.get(stack.superset_url + ME, cookies=before, timeout=60).status_code == 401


def test_signing_out_of_airflow_ends_the_session_and_its_token(stack: Stack, password: str) -> None:
    session = AirflowSession(stack.airflow_url).sign_in(NAME, password)
    before = session.cookies()
    assert session.client.get(DAGS).status_code == 200
    session.client.get("/api/v2/auth/logout", follow_redirects=True)
    url, token, number = stack.airflow_url, {"_token": before["_token"]}, {"session": before["session"]}
    assert httpx.get(url + DAGS, cookies=token, timeout=60).status_code in {401, 403}
    assert httpx.get(url + "/auth/login/", cookies=number, timeout=60).status_code == 200


@pytest.mark.parametrize("way_out", ["/auth/logout", "/auth/logout/", "/api/v2/auth/logout"])
def test_signing_out_of_airflow_ends_what_a_copy_of_the_session_has_fetched(
    stack: Stack, password: str, way_out: str
) -> None:
    """By any of its addresses: tokens that were given to the copy, and those that these were exchanged for."""
    session = AirflowSession(stack.airflow_url).sign_in(NAME, password)
    copy = httpx.Client(base_url=stack.airflow_url, cookies={"session": session.cookies()["session"]}, timeout=60)
    copy.get("/auth/login/")
    tokens = [copy.cookies["_token"]]
    for kind in ("api", "cli"):
        asked = {"headers": {"Authorization": f"Bearer {tokens[-1]}"}, "json": {"token_type": kind}}
        tokens.append(httpx.post(stack.airflow_url + "/ui/auth/token", **asked, timeout=60).json()["access_token"])
    assert [bearing(stack.airflow_url + DAGS, token) for token in tokens] == [200] * 3
    session.client.get(way_out, follow_redirects=True)
    assert {bearing(stack.airflow_url + DAGS, token) for token in tokens} <= {401, 403}
    assert copy.get("/auth/login/").status_code == 200


def test_whoever_signs_out_with_a_token_alone_ends_its_sign_in(stack: Stack, password: str) -> None:
    session = AirflowSession(stack.airflow_url).sign_in(NAME, password)
    number, token = session.cookies()["session"], session.cookies()["_token"]
    httpx.get(stack.airflow_url + "/auth/logout/", cookies={"_token": token}, timeout=60)
    assert bearing(stack.airflow_url + DAGS, token) in {401, 403}
    assert httpx.get(stack.airflow_url + "/auth/login/", cookies={"session": number}, timeout=60).status_code == 200


def test_an_engineer_runs_dags_and_sees_no_connection(stack: Stack, password: str) -> None:
    client = AirflowSession(stack.airflow_url).sign_in(NAME, password).client
    assert client.get(f"{DAGS}/maintenance").status_code == 200
    assert client.post(f"{DAGS}/none/dagRuns", json={"logical_date": None}).status_code == 404  # a viewer's is 403
    refused = ("/api/v2/connections", "/api/v2/variables", "/api/v2/config", "/auth/fab/v1/users")
    assert {path: client.get(path).status_code for path in refused} == dict.fromkeys(refused, 403)


def test_a_name_or_a_mail_is_taken_once(stack: Stack, password: str) -> None:
    person = ("--first-name", "P", "--last-name", "C", "--duty", "analista", "--mail")
    for name, mail in ((NAME, "otro@faro.invalid"), ("otra", f"{NAME}@faro.invalid"), ("admin", "a@faro.invalid")):
        refused = stack.faro("account", "add", name, *person, mail, check=False)
        assert refused.returncode == 10
        assert "faro account list" in refused.stderr


def test_everybody_is_listed_on_a_narrow_page(stack: Stack, password: str) -> None:
    narrow = Stack(stack.home, stack.environment | {"COLUMNS": "80"})
    lines = narrow.faro("account", "list").stdout.splitlines()
    assert max(map(len, lines)) <= 80
    assert {"admin", "analista", "coordinacion", NAME} <= {line.split(" ")[0] for line in lines}


def test_a_password_is_changed_by_its_owner_and_ends_what_was_before(stack: Stack, password: str) -> None:
    """In each service its own; too short a one is refused."""
    ways = opened(stack, password)
    session = SupersetSession(stack.superset_url).sign_in(NAME, password)
    assert session.status("/user_info/") == 200
    assert session.status(ME, "PUT", {"password": "corta"}) == 400
    assert session.status(ME, "PUT", {"password": CHOSEN}) == 200
    page = AirflowSession(stack.airflow_url).sign_in(NAME, password)
    form = "/auth/resetmypassword/form"
    page.post(form, password="corta", conf_password="corta")
    assert ways["airflow_token"]() == 200
    page.post(form, password=CHOSEN, conf_password=CHOSEN)
    assert_closed(ways)
    opened(stack, CHOSEN)


def test_who_has_left_does_not_come_in(stack: Stack, password: str) -> None:
    """And comes in again with what a new beginning tells, not with what was open before."""
    fresh = told(stack.faro("account", "enable", NAME).stdout)
    ways = opened(stack, fresh)
    stack.faro("account", "disable", NAME)
    assert_closed(ways)
    assert "access_token" not in superset_tokens(stack, fresh)
    assert airflow_tokens(stack, fresh).status_code == 401
    with pytest.raises(AssertionError, match="could not sign in"):
        SupersetSession(stack.superset_url).sign_in(NAME, fresh)
    with pytest.raises(AssertionError, match="could not sign in"):
        AirflowSession(stack.airflow_url).sign_in(NAME, fresh)
    opened(stack, told(stack.faro("account", "enable", NAME).stdout))
    assert_closed(ways)
