"""Airflow's configuration of accounts, which its FAB auth manager reads as a file."""

import os
from pathlib import Path

from airflow.providers.fab.auth_manager.security_manager.override import FabAirflowSecurityManagerOverride

from faro.accounts.passwords import long_enough
from faro.accounts.sessions import EndingSessions
from faro.sign_in import Attempts, LimitedSignIn

WTF_CSRF_ENABLED = True
WTF_CSRF_TIME_LIMIT = None
FAB_PASSWORD_COMPLEXITY_ENABLED = True
FAB_PASSWORD_COMPLEXITY_VALIDATOR = long_enough
#: Whose session has ended there loses its cookies here, and may sign in.
LOGOUT_REDIRECT_URL = "/auth/logout"


class LimitedSecurityManager(EndingSessions, LimitedSignIn, FabAirflowSecurityManagerOverride):
    """Passwords are counted by the page and by the token's address alike."""

    attempts = Attempts(Path(os.environ["AIRFLOW_HOME"]) / "attempts")


SECURITY_MANAGER_CLASS = LimitedSecurityManager
