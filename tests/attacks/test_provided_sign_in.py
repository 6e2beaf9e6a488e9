"""Through an identity provider people come in as the account that they have, in both services; nobody else does."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.parse import urljoin

import httpx
import pytest
from airflow_session import AirflowSession
from identity_provider import IdentityProvider, identity_provider
from joining import Join
from running_stack import Stack, free_ports
from superset_session import SupersetSession
from waiting import wait_until

from faro.accounts.provider import BACK
from faro.sign_in import FAILURES

pytestmark = pytest.mark.stack

NAME, LEFT = "prueba.proveedor", "prueba.cerrada"
BUTTON = "Ministerio"
#: A service of the stack beside the one that runs, with the settings that the environment has now.
_BESIDE = """
import os, sys
from faro.settings import settings
from faro.stack.services import service
chosen = service(settings(), sys.argv[1])
os.execve(chosen.command[0], chosen.command, {**os.environ, **chosen.environment})
"""
_MACHINES = count(2)


@dataclass(frozen=True)
class Service:
    """One that sends people to the provider. `mine` is for whoever has an account, `of_others` for more than that."""

    url: str
    room: str
    health: str
    mine: str
    of_others: str
    token: str
    way_out: str

    def browser(self, **headers: str) -> httpx.Client:
        """Of a machine of its own, so that its failures are no other's."""
        transport = httpx.HTTPTransport(local_address=f"127.2.0.{next(_MACHINES)}")
        page = {"Accept": "text/html", "Accept-Language": "es", **headers}
        return httpx.Client(base_url=self.url, transport=transport, headers=page, timeout=60)

    def comes(self, browser: httpx.Client, provider: IdentityProvider, subject: str, then: str = "") -> httpx.Response:
        """What somebody is answered who comes back from the provider."""
        return browser.get(provider.send_back(self.leads(browser, then), subject))

    def knows(self, browser: httpx.Client) -> bool:
        """Whether it is somebody's who has come in: to the API and to the pages alike."""
        answers = (browser.get(self.mine).status_code, browser.get(f"{self.room}/login/").status_code)
        assert answers == (200, 302) or (answers[0] in {401, 403} and answers[1] == 200), answers
        return answers == (200, 302)

    def leads(self, browser: httpx.Client, then: str = "") -> str:
        """Where the button leads to."""
        return browser.get(f"{self.room}/login/{BUTTON}", params={"next": then}).headers["location"]


def of_superset(port: int) -> Service:
    return Service(
        f"http://127.0.0.1:{port}",
        "",
        "/health",
        "/api/v1/me/",
        "/api/v1/database/",
        "/api/v1/security/login",
        "/logout/",
    )


def of_airflow(port: int) -> Service:
    return Service(
        f"http://127.0.0.1:{port}",
        "/auth",
        "/api/v2/monitor/health",
        "/api/v2/dags",
        "/api/v2/connections",
        "/auth/token",
        "/api/v2/auth/logout",
    )


@pytest.fixture(scope="module")
def running() -> Iterator[IdentityProvider]:
    with identity_provider() as provider:
        yield provider


@pytest.fixture
def provider(running: IdentityProvider) -> Iterator[IdentityProvider]:
    yield running
    running.behaves()


@pytest.fixture(scope="module")
def services(
    stack: Stack, running: IdentityProvider, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Service]]:
    """Both services of the stack once more, on its accounts, where the provider signs people in."""
    ports = free_ports(2)
    services = {"superset": of_superset(ports[0]), "airflow-api": of_airflow(ports[1])}
    client, secret = running.client(*(each.url + each.room + BACK for each in services.values()))
    settings = {
        "FARO_OIDC_ISSUER": running.issuer,
        "FARO_OIDC_CLIENT_ID": client,
        "FARO_OIDC_NAME": BUTTON,
        "FARO_SUPERSET_PORT": str(ports[0]),
        "FARO_AIRFLOW_PORT": str(ports[1]),
        "FARO_SUPERSET_WORKERS": "1",
        "AIRFLOW__API__BASE_URL": services["airflow-api"].url,
    }
    logs = tmp_path_factory.mktemp("beside")
    with given(stack, secret), beside(services, {**stack.environment, **settings}, logs):
        yield services


@contextmanager
def given(stack: Stack, secret: str) -> Iterator[None]:
    """The client's secret among those of the stack, until the end."""
    path = stack.home / "secrets.json"
    before = path.read_text()
    path.write_text(json.dumps({**json.loads(before), "oidc_client_secret": secret}))
    try:
        yield
    finally:
        path.write_text(before)


@contextmanager
def beside(services: dict[str, Service], environment: dict[str, str], logs: Path) -> Iterator[None]:
    """Both answer."""
    started = []
    try:
        for name in services:
            with (logs / name).open("w") as log:
                command = [sys.executable, "-c", _BESIDE, name]
                started.append(
                    subprocess.Popen(
                        command, env=environment, stdout=log, stderr=log, start_new_session=True, umask=0o077
                    )
                )
        for name, service in services.items():
            wait_until(lambda url=service.url + service.health: answers(url), f"{name}: see {logs}", 300, every=0.5)
        yield
    finally:
        for process in started:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=60)


def answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=60).status_code == 200
    except httpx.TransportError:
        return False


@pytest.fixture(params=["superset", "airflow-api"])
def service(request: pytest.FixtureRequest, services: dict[str, Service]) -> Service:
    return services[request.param]


@pytest.fixture(scope="module")
def password(join: Join, running: IdentityProvider) -> str:
    """That which somebody had who reads dashboards and runs DAGs, and whom the provider writes with capitals."""
    running.knows("ana", email=f"{NAME}@FARO.invalid".title(), email_verified=True)
    return join(NAME, "ingeniería")


@pytest.fixture(scope="module")
def left(stack: Stack, join: Join) -> None:
    """Somebody had an account."""
    join(LEFT, "ingeniería")
    stack.faro("account", "disable", LEFT)


@pytest.fixture
def browser(service: Service, provider: IdentityProvider, password: str) -> httpx.Client:
    """Somebody's who has come in."""
    browser = service.browser()
    assert service.comes(browser, provider, "ana").status_code == 302
    return browser


def test_who_has_an_account_comes_in_with_its_rights(service: Service, browser: httpx.Client) -> None:
    assert BUTTON in service.browser().get(f"{service.room}/login/").text
    assert service.knows(browser)
    assert browser.get(service.of_others).status_code == 403


def test_the_provider_gives_nobody_a_role(service: Service, provider: IdentityProvider, password: str) -> None:
    everything = {"roles": ["Admin"], "groups": ["Admin"], "role_keys": ["Admin"], "username": "admin"}
    provider.knows("eve", email=f"{NAME}@faro.invalid", email_verified=True, preferred_username="admin", **everything)
    service.comes(browser := service.browser(), provider, "eve")
    assert service.knows(browser)
    assert browser.get(service.of_others).status_code == 403


@pytest.mark.parametrize(
    ("mail", "is_verified"),
    [("nadie@faro.invalid", True), (f"{NAME}@faro.invalid", False), (f"{LEFT}@faro.invalid", True)],
    ids=["unknown", "unverified", "closed"],
)
def test_nobody_else_comes_in(
    service: Service, provider: IdentityProvider, password: str, left: None, mail: str, is_verified: bool
) -> None:
    provider.knows("eva", email=mail, email_verified=is_verified)
    answer = service.comes(browser := service.browser(), provider, "eva")
    assert (answer.status_code, "cuenta abierta" in answer.text) == (403, True)
    assert not service.knows(browser)


def test_what_is_not_for_this_sign_in_is_refused(service: Service, provider: IdentityProvider, password: str) -> None:
    provider.change = lambda claims: {**claims, "aud": "another"}
    answer = service.comes(browser := service.browser(), provider, "ana")
    assert (answer.status_code, "Comience otra vez" in answer.text) == (403, True)
    assert not service.knows(browser)
    provider.behaves()
    back = provider.send_back(service.leads(browser), "ana")
    assert service.browser().get(back).status_code == 403
    assert [browser.get(back).status_code for _ in range(2)] == [302, 403]


def test_a_refusal_is_read_in_the_readers_language(services: dict[str, Service]) -> None:
    answer = services["airflow-api"].browser(**{"Accept-Language": "en"}).get(f"/auth{BACK}")
    assert "Begin again" in answer.text


def test_a_machine_does_not_come_back_an_eleventh_time(service: Service) -> None:
    browser = service.browser()
    answers = [browser.get(service.room + BACK, params={"state": str(number)}) for number in range(FAILURES + 1)]
    assert [answer.status_code for answer in answers] == [403] * FAILURES + [429]


@pytest.mark.parametrize("then", ["https://elsewhere.example/", "//elsewhere.example/", "http:elsewhere.example"])
def test_nobody_is_led_elsewhere(service: Service, provider: IdentityProvider, password: str, then: str) -> None:
    answer = service.comes(service.browser(), provider, "ana", then)
    assert answer.status_code == 302
    assert urljoin(service.url, answer.headers["location"]).startswith(f"{service.url}/")


def test_a_password_is_no_way_round_the_provider(service: Service, password: str) -> None:
    form = {"username": NAME, "password": password, "provider": "db"}
    assert service.browser().post(service.token, json=form).status_code in (400, 401)
    assert service.browser().post(f"{service.room}/login/", data=form).status_code in (400, 405)


def test_what_a_password_opened_is_over_beside_a_provider(
    stack: Stack, services: dict[str, Service], password: str
) -> None:
    """On the same accounts and sessions: what asks passwords goes on, as when the provider is taken away again."""
    page = SupersetSession(stack.superset_url).sign_in(NAME, password).client
    flow = AirflowSession(stack.airflow_url).sign_in(NAME, password).client
    for name, opened in {"superset": page, "airflow-api": flow}.items():
        (carried := services[name].browser()).cookies.update(dict(opened.cookies))
        assert opened.get(services[name].mine).status_code == 200
        assert not services[name].knows(carried)


def test_faro_itself_asks_airflow_with_its_own(stack: Stack, services: dict[str, Service]) -> None:
    airflow = services["airflow-api"]
    own = {"username": "admin", "password": stack.secret("airflow_admin")}
    token = airflow.browser().post(airflow.token, json=own).json()["access_token"]
    assert airflow.browser(Authorization=f"Bearer {token}").get(airflow.of_others).status_code == 200


def test_signing_out_ends_the_session(service: Service, browser: httpx.Client) -> None:
    """Also for whoever has copied its cookies."""
    (copied := service.browser()).cookies.update(dict(browser.cookies))
    assert copied.get(service.mine).status_code == 200
    browser.get(service.way_out, follow_redirects=True)
    assert not service.knows(browser)
    assert not service.knows(copied)


def test_who_has_left_is_out(stack: Stack, service: Service, provider: IdentityProvider, browser: httpx.Client) -> None:
    """At once, also with what was open; and comes in again once the account is open."""
    stack.faro("account", "disable", NAME)
    try:
        assert not service.knows(browser)
        assert service.comes(browser, provider, "ana").status_code == 403
    finally:
        stack.faro("account", "enable", NAME)
    assert service.comes(browser, provider, "ana").status_code == 302
    assert service.knows(browser)
