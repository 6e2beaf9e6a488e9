"""What ends with a password: a session or token made with an older one is nobody's, whoever holds it.

So is one made by another way of signing in than that of today, be it a password or an identity provider.

Superset and Airflow keep their people by Flask-AppBuilder, into whose security managers these are mixed. Whether an
account is open they ask themselves, each time.
"""

import os
from hashlib import sha256
from typing import Any

MARK = "faro_mark"


def mark(person: Any) -> str:
    """A sign of the password's stored form and of who signs people in, from which nobody gets the former."""
    way = os.environ.get("FARO_OIDC_ISSUER", "")
    return sha256(f"{MARK} {way} {person.password}".encode()).hexdigest()[:32]


def is_current(person: Any, carried: Any) -> bool:
    """Whether what carries that mark was made with the password that the person has now."""
    return bool(person is not None and carried == mark(person))


class EndingSessions:
    """Sessions, which the server keeps."""

    def create_login_manager(self, *args: Any) -> Any:
        from flask_login import user_logged_in

        manager: Any = super().create_login_manager(*args)  # type: ignore[misc]
        manager.user_loader(self._of_session)
        user_logged_in.connect(_begin)
        return manager

    def _of_session(self, identity: str) -> Any:
        from flask import session

        person = self.load_user(identity)  # type: ignore[attr-defined]
        return person if is_current(person, session.get(MARK)) else None


def _begin(_: Any, user: Any) -> None:
    """A new session for whoever signs in: a number that was known of it before is of no use."""
    from flask import current_app, session

    current_app.session_interface.regenerate(session)  # type: ignore[attr-defined]
    session[MARK] = mark(user)


class EndingTokens:
    """Tokens of Flask-JWT-Extended, and those that are renewed with them."""

    def create_jwt_manager(self, app: Any) -> Any:
        manager: Any = super().create_jwt_manager(app)  # type: ignore[misc]
        manager.additional_claims_loader(self._claims)
        return manager

    def load_user_jwt(self, header: Any, claims: Any) -> Any:
        person: Any = super().load_user_jwt(header, claims)  # type: ignore[misc]
        return person if is_current(person, claims.get(MARK)) else None

    def _claims(self, identity: str) -> dict[str, str]:
        return {MARK: mark(self.get_user_by_id(int(identity)))}  # type: ignore[attr-defined]
