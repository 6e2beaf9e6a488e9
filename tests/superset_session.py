"""A person's HTTP session with Superset, signed in through the same form as a browser's; a plugin of pytest."""

import re
import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from running_stack import Stack

#: In which Superset counts the requests of an address.
_SECONDS_OF_LIMIT = 1


class SupersetSession:
    """Keeps the cookie and the CSRF token."""

    def __init__(self, url: str) -> None:
        self.client = httpx.Client(base_url=url, follow_redirects=False, timeout=60)
        self.token = ""

    def sign_in(self, user: str, password: str) -> "SupersetSession":
        token = self._form_token()
        answer = self.client.post("/login/", data={"username": user, "password": password, "csrf_token": token})
        assert answer.status_code == 302, f"{user} could not sign in"
        assert "/login" not in answer.headers["location"], f"{user} could not sign in"
        self.token = self.client.get("/api/v1/security/csrf_token/").json().get("result", "")
        return self

    def _form_token(self) -> str:
        """The sign-in page's; of a page that was asked for too soon after a hundred others, a second later."""
        page = self.client.get("/login/")
        if page.status_code == 429:
            time.sleep(_SECONDS_OF_LIMIT)
            page = self.client.get("/login/")
        hidden = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
        assert hidden, f"{page.status_code}: {page.text}"
        return hidden.group(1)

    def database(self, name: str) -> int:
        """Id of a database that the account knows."""
        databases = self.ask("/api/v1/database/").json()["result"]
        return int(next(one["id"] for one in databases if one["database_name"] == name))

    def made(self, kind: str, content: Any) -> int:
        """Id of what was made of that kind: dataset, chart, dashboard."""
        answer = self.ask(f"/api/v1/{kind}/", "POST", content)
        assert answer.status_code == 201, answer.text
        return int(answer.json()["id"])

    def status(self, path: str, method: str = "GET", body: Any = None) -> int:
        return self.ask(path, method, body).status_code

    def ask(self, path: str, method: str = "GET", body: Any = None) -> httpx.Response:
        headers = {"X-CSRFToken": self.token, "Referer": str(self.client.base_url)}
        return self.client.request(method, path, json=body, headers=headers)


@pytest.fixture(scope="module")
def sign_in(stack: Stack) -> Callable[[str], SupersetSession]:
    def signed_in(user: str) -> SupersetSession:
        return SupersetSession(stack.superset_url).sign_in(user, stack.secret(f"superset_{user}"))

    return signed_in


@pytest.fixture(scope="module")
def coordinator(sign_in: Callable[[str], SupersetSession]) -> SupersetSession:
    return sign_in("coordinacion")


@pytest.fixture(scope="module")
def analyst(sign_in: Callable[[str], SupersetSession]) -> SupersetSession:
    return sign_in("analista")


@pytest.fixture(scope="module")
def administrator(sign_in: Callable[[str], SupersetSession]) -> SupersetSession:
    return sign_in("admin")
