"""Airflow's manager of sign-ins: its tokens end with the account and with the password, and a session with signing out.

Flask-AppBuilder's manager trusts a token until it expires, half a minute of cache beside, and on signing out forgets
cookies but not the session.
"""

from typing import Any
from urllib.parse import urljoin

from airflow.api_fastapi.app import AUTH_MANAGER_FASTAPI_APP_PREFIX
from airflow.providers.fab.auth_manager.fab_auth_manager import FabAuthManager
from airflow.providers.fab.auth_manager.models import User

from faro.accounts.sessions import MARK, is_current, mark


class AccountableSignIns(FabAuthManager):
    """Its cache of people is off by configuration."""

    def serialize_user(self, user: User) -> dict[str, Any]:
        return {**super().serialize_user(user), MARK: mark(user)}

    def deserialize_user(self, token: dict[str, Any]) -> User:  # type: ignore[override]  # the other one is cached
        person = super().deserialize_user(token)
        if not is_current(person, token.get(MARK)):
            raise ValueError("The password has changed")
        return person

    def get_url_logout(self) -> str:
        """The page that ends the session on the server; with the slash it is not the one that only forgets cookies."""
        return urljoin(self.apiserver_endpoint, f"{AUTH_MANAGER_FASTAPI_APP_PREFIX}/logout/")
