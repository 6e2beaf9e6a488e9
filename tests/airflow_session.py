"""A person's HTTP session with Airflow, signed in through the page, as a browser has it."""

import re

import httpx


class AirflowSession:
    """Keeps both cookies: the page's session, and the token that the page is given for the API."""

    def __init__(self, url: str) -> None:
        self.client = httpx.Client(base_url=url, follow_redirects=False, timeout=60)

    def sign_in(self, user: str, password: str) -> "AirflowSession":
        page = self.post("/auth/login/", username=user, password=password)
        assert page.status_code == 302, f"{user} could not sign in"
        assert "_token" in self.client.cookies, f"{user} could not sign in"
        return self

    def post(self, page: str, **fields: str) -> httpx.Response:
        """What the page answers to its form, filled in."""
        hidden = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.client.get(page).text)
        return self.client.post(page, data={**fields, "csrf_token": hidden.group(1) if hidden else ""})

    def cookies(self) -> dict[str, str]:
        return {cookie.name: cookie.value or "" for cookie in self.client.cookies.jar}
