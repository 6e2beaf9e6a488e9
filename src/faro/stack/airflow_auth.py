"""Airflow's auth manager: nobody is shown its interface, each sign-in has an address, and what it opened ends."""

from typing import Any

from faro.stack.airflow_middleware import Addressed, Left, Understood, Undescribed
from faro.stack.airflow_sign_in import AccountableSignIns


class GuardedFabAuthManager(AccountableSignIns):
    """Airflow knows by the end of this name that permissions are kept in its database."""

    def get_fastapi_middlewares(self) -> list[tuple[Any, dict[str, Any]]]:
        ours = (Understood, Left, Undescribed, Addressed)
        return [*super().get_fastapi_middlewares(), *((middleware, {}) for middleware in ours)]
