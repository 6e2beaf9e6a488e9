"""Signing in through a provider, in Superset and Airflow alike: Flask-AppBuilder's page and its manager's part.

Nobody is registered here and no role is given: an account that `faro account add` made is opened, or none is.
"""

import logging
from typing import Any

from authlib.common.errors import AuthlibBaseError
from flask import request, session
from flask_appbuilder import expose
from flask_appbuilder.const import AUTH_OAUTH
from flask_appbuilder.security import views
from flask_appbuilder.security.decorators import no_cache
from flask_login import current_user, login_user
from joserfc.errors import JoseError
from requests import RequestException
from sqlalchemy import func, select

from faro.accounts.duties import NEEDED
from faro.accounts.provider import Claims, signed_claims, vouched_mail
from faro.sign_in import Refusal, client_address

_NEXT = "faro_next"
#: What Authlib raises where an answer is not what it must be, or there is none.
_TROUBLE = (AuthlibBaseError, JoseError, RequestException, LookupError, RuntimeError, TypeError, ValueError)
SILENT = Refusal(
    503,
    es="El servicio de identidad de su institución no responde. Vuelva a intentarlo, o avise a quien lo administra.",
    en="Your institution's identity service does not answer. Try again, or tell whoever runs it.",
)
UNFINISHED = Refusal(
    403,
    es="La entrada no se completó. Comience otra vez en la página de entrada de Faro.",
    en="Signing in was not completed. Begin again on Faro's sign-in page.",
)
NO_ACCOUNT = Refusal(
    403,
    es="Faro no tiene una cuenta abierta con su correo verificado. Pídala a quien administra Faro.",
    en="Faro has no open account with your verified mail address. Ask whoever runs Faro for one.",
)


class ProviderView(views.AuthOAuthView):  # type: ignore[misc]
    """The page with the button, the way to the provider and the way back."""

    @expose("/login/")
    @expose("/login/<provider>")
    @no_cache
    def login(self, provider: str | None = None) -> Any:
        manager = self.appbuilder.sm
        if provider not in manager.oauth_remotes or current_user.is_authenticated:
            return super().login()
        session[_NEXT] = request.args.get("next", "")
        return manager.to_provider()

    @expose("/oauth-authorized/<provider>")
    @no_cache
    def oauth_authorized(self, provider: str) -> Any:
        person = self.appbuilder.sm.from_provider()
        target = session.pop(_NEXT, "")
        login_user(person)
        # by their names there: Airflow has replaced both by its own
        return views.redirect(views.get_safe_redirect(target))


class ProvidedSignIn:
    """A security manager of Flask-AppBuilder for people whom a provider vouches for; mixed in behind LimitedSignIn."""

    authoauthview = ProviderView

    def auth_user_db(self, username: str, password: str, *args: Any, **options: Any) -> Any:
        """The account, or None. Beside a provider only Faro's own has a password: others would go round it."""
        manager: Any = super()
        if self.auth_type == AUTH_OAUTH and username != NEEDED:  # type: ignore[attr-defined]
            return None
        return manager.auth_user_db(username, password, *args, **options)

    def auth_user_oauth(self, userinfo: Claims, *_: Any, **__: Any) -> Any:
        """The one open account of whom the provider vouches for, or None; in place of what would register them."""
        mail = vouched_mail(userinfo)
        person = self._holder(mail) if mail else None
        if person is not None:
            self.update_user_auth_stat(person)  # type: ignore[attr-defined]
        return person

    def to_provider(self) -> Any:
        """The answer that leads a browser to the provider. Ends the request with 503 where that says nothing."""
        try:
            return self._remote.authorize_redirect(self._registration["back"])
        except _TROUBLE as trouble:
            _note(trouble)
        return self.refuse_sign_in(SILENT)  # type: ignore[attr-defined]

    def from_provider(self) -> Any:
        """The account of whoever comes back. Ends the request with a refusal, which is counted, if it is nobody's."""
        outcome = self.count(client_address(), self._vouched)  # type: ignore[attr-defined]
        return self.refuse_sign_in(outcome) if isinstance(outcome, Refusal) else outcome  # type: ignore[attr-defined]

    def _vouched(self) -> Any:
        try:
            claims = signed_claims(self._remote, self._registration["issuer"])
        except _TROUBLE as trouble:
            _note(trouble)
            return UNFINISHED
        return self.auth_user_oauth(claims) or NO_ACCOUNT

    def _holder(self, mail: str) -> Any:
        """Whose address it is, however capitals are written in it, if it is one person's whose account is open."""
        model, database = self.user_model, self.session  # type: ignore[attr-defined]
        people = database.scalars(select(model).where(func.lower(model.email) == mail)).all()
        open_to_people = [person for person in people if person.is_active and person.username != NEEDED]
        return open_to_people[0] if len(people) == len(open_to_people) == 1 else None

    @property
    def _registration(self) -> dict[str, Any]:
        (registration,) = self.oauth_providers  # type: ignore[attr-defined]
        return dict(registration)

    @property
    def _remote(self) -> Any:
        (remote,) = self.oauth_remotes.values()  # type: ignore[attr-defined]
        return remote


def _note(trouble: BaseException) -> None:
    """Its kind and which claim, for whoever connects a provider; nothing of what was sent, which anybody can write."""
    kind = f"{type(trouble).__name__} {getattr(trouble, 'claim', '')}".strip()
    logging.getLogger(__name__).warning("Signing in through the identity provider failed: %s", kind)
