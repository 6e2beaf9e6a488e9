"""A person's HTTP session with Superset, signed in through the same form as a browser's."""

import re
from typing import Any

import httpx


class SupersetSession:
    """Keeps the cookie and the CSRF token."""

    def __init__(self, url: str) -> None:
        self.client = httpx.Client(base_url=url, follow_redirects=False, timeout=60)
        self.token = ""

    def sign_in(self, user: str, password: str) -> "SupersetSession":
        page = self.client.get("/login/")
        hidden = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
        token = hidden.group(1) if hidden else ""
        answer = self.client.post("/login/", data={"username": user, "password": password, "csrf_token": token})
        assert answer.status_code == 302, f"{user} could not sign in"
        assert "/login" not in answer.headers["location"], f"{user} could not sign in"
        self.token = self.client.get("/api/v1/security/csrf_token/").json().get("result", "")
        return self

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
