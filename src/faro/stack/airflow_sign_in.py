"""Airflow's sign-ins: sessions and tokens that one has opened end with it, with the account and with the password.

Flask-AppBuilder's manager trusts a token until it expires, half a minute of cache beside; on signing out it forgets
cookies but not the session, and ends the token that the browser had, but none of those that were fetched besides.
"""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from secrets import token_hex
from typing import Any
from urllib.parse import urljoin

from airflow.api_fastapi.app import AUTH_MANAGER_FASTAPI_APP_PREFIX
from airflow.configuration import conf
from airflow.models.revoked_token import RevokedToken
from airflow.providers.fab.auth_manager.fab_auth_manager import FabAuthManager
from airflow.providers.fab.auth_manager.models import User
from jwt import InvalidTokenError

from faro.accounts.sessions import MARK, is_current, mark

#: The number of a sign-in, which its session keeps and each token carries; it opens nothing.
SIGN_IN = "faro_sign_in"


class AccountableSignIns(FabAuthManager):
    """Its cache of people is off by configuration."""

    def serialize_user(self, user: User) -> dict[str, Any]:
        """Claims of a token: it belongs to the sign-in that it is asked with; a password alone is one of its own."""
        number = getattr(user, SIGN_IN, None) or _new_number()
        return {**super().serialize_user(user), MARK: mark(user), SIGN_IN: number}

    def deserialize_user(self, token: dict[str, Any]) -> User:  # type: ignore[override]  # the other one is cached
        number = token[SIGN_IN]
        if _has_ended(number):
            raise ValueError("Signed out")
        person = super().deserialize_user(token)
        if not is_current(person, token.get(MARK)):
            raise ValueError("The password has changed")
        setattr(person, SIGN_IN, number)
        return person

    def revoke_token(self, token: str) -> None:
        super().revoke_token(token)
        with suppress(InvalidTokenError, KeyError):
            _end(self._get_token_validator().validated_claims(token)[SIGN_IN])

    def get_url_logout(self) -> str:
        """The page that ends the session on the server; with the slash it is not the one that only forgets cookies."""
        return urljoin(self.apiserver_endpoint, f"{AUTH_MANAGER_FASTAPI_APP_PREFIX}/logout/")


class NumberedSignIns:
    """Sessions of the pages, which Flask-AppBuilder's security manager keeps: each has its sign-in's number."""

    def create_login_manager(self, *args: Any) -> Any:
        from flask_login import user_logged_in

        manager: Any = super().create_login_manager(*args)  # type: ignore[misc]
        user_logged_in.connect(_number)
        return manager

    def _of_session(self, identity: str) -> Any:
        from flask import session

        number = session.get(SIGN_IN)
        if number is None or _has_ended(number):
            return None
        if person := super()._of_session(identity):  # type: ignore[misc]
            setattr(person, SIGN_IN, number)
        return person

    def on_user_logout(self, user: Any) -> None:
        super().on_user_logout(user)  # type: ignore[misc]
        _end(getattr(user, SIGN_IN))


def _number(_: Any, user: Any) -> None:
    from flask import session

    session[SIGN_IN] = _new_number()
    setattr(user, SIGN_IN, session[SIGN_IN])


def _new_number() -> str:
    """It begins with the second of the sign-in: tokens that are exchanged for others do not last longer than that."""
    return f"{int(datetime.now(UTC).timestamp()):x}-{token_hex(8)}"


def _has_ended(number: str) -> bool:
    return _ends(number) < datetime.now(UTC) or bool(RevokedToken.is_revoked(number))


def _end(number: str) -> None:
    """Airflow keeps what is revoked until it would have ended by itself."""
    RevokedToken.revoke(number, _ends(number))


def _ends(number: str) -> datetime:
    """As a session does, at the latest."""
    begun = datetime.fromtimestamp(int(number.partition("-")[0], 16), UTC)
    return begun + timedelta(minutes=conf.getint("fab", "session_max_lifetime_minutes"))
