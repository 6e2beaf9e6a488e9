"""Airflow's configuration of accounts, which its FAB auth manager reads as a file."""

import os
from pathlib import Path

from airflow.api_fastapi.app import AUTH_MANAGER_FASTAPI_APP_PREFIX
from airflow.providers.fab.auth_manager.security_manager.override import FabAirflowSecurityManagerOverride
from flask_appbuilder.const import AUTH_DB, AUTH_OAUTH

from faro.accounts.passwords import long_enough
from faro.accounts.provided import ProvidedSignIn
from faro.accounts.provider import Provider
from faro.accounts.sessions import EndingSessions
from faro.secrets import given_secret
from faro.settings import settings
from faro.sign_in import Attempts, LimitedSignIn
from faro.stack.airflow_sign_in import NumberedSignIns

WTF_CSRF_ENABLED = True
WTF_CSRF_TIME_LIMIT = None
FAB_PASSWORD_COMPLEXITY_ENABLED = True
FAB_PASSWORD_COMPLEXITY_VALIDATOR = long_enough
#: Where whoever has signed out may sign in again.
LOGOUT_REDIRECT_URL = "/auth/login/"


provider = Provider(
    issuer=settings().oidc_issuer,
    client_id=settings().oidc_client_id,
    client_secret=given_secret(settings(), "oidc_client_secret") if settings().oidc_issuer else "",
    name=settings().oidc_name,
    address=settings().airflow_address + AUTH_MANAGER_FASTAPI_APP_PREFIX,
)
AUTH_TYPE = AUTH_OAUTH if provider else AUTH_DB
OAUTH_PROVIDERS = [provider.registration()]


class LimitedSecurityManager(
    NumberedSignIns, EndingSessions, LimitedSignIn, ProvidedSignIn, FabAirflowSecurityManagerOverride
):
    """Passwords are counted by the page and by the token's address alike."""

    attempts = Attempts(Path(os.environ["AIRFLOW_HOME"]) / "attempts")


SECURITY_MANAGER_CLASS = LimitedSecurityManager
