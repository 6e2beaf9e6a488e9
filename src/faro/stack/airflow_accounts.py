"""Airflow's configuration of accounts, which its FAB auth manager reads as a file."""

import os
from pathlib import Path

from airflow.providers.fab.auth_manager.security_manager.override import FabAirflowSecurityManagerOverride

from faro.sign_in import Attempts, LimitedSignIn

WTF_CSRF_ENABLED = True
WTF_CSRF_TIME_LIMIT = None


class LimitedSecurityManager(LimitedSignIn, FabAirflowSecurityManagerOverride):
    """Passwords are counted by the page and by the token's address alike."""

    attempts = Attempts(Path(os.environ["AIRFLOW_HOME"]) / "attempts")


SECURITY_MANAGER_CLASS = LimitedSecurityManager
