"""Airflow's auth manager: nobody is shown its interface, each sign-in has an address, and what it opened ends.

Who may answer a question of a DAG is decided here too: those of the duty that is asked.
"""

from typing import Any

from airflow.api_fastapi.auth.managers.base_auth_manager import ResourceMethod
from airflow.api_fastapi.auth.managers.models.resource_details import DagAccessEntity, DagDetails
from airflow.providers.fab.auth_manager.models import User
from airflow.providers.fab.www.security.permissions import RESOURCE_HITL_DETAIL

from faro.stack.airflow_middleware import Addressed, Given, Left, Understood, Undescribed
from faro.stack.airflow_roles import ASKING
from faro.stack.airflow_sign_in import AccountableSignIns


class GuardedFabAuthManager(AccountableSignIns):
    """Airflow knows by the end of this name that permissions are kept in its database."""

    def get_fastapi_middlewares(self) -> list[tuple[Any, dict[str, Any]]]:
        ours = (Understood, Left, Given, Undescribed, Addressed)
        return [*super().get_fastapi_middlewares(), *((middleware, {}) for middleware in ours)]

    def is_authorized_hitl_task(self, *, assigned_users: set[str], user: User) -> bool:
        """Whether that person may answer. Assigned in Faro's DAGs are names of Airflow's roles, never persons."""
        return any(role.name in assigned_users for role in user.roles)

    def is_authorized_dag(
        self,
        *,
        method: ResourceMethod,
        user: User,
        access_entity: DagAccessEntity | None = None,
        details: DagDetails | None = None,
    ) -> bool:
        """As Airflow's says, but for answering, for which it wants that whoever answers may pause the DAG too; and
        nobody deletes the DAG whose questions people answer, nor a run of it."""
        if method == "DELETE" and details is not None and details.id == ASKING:
            return False  # with its runs would go what was asked
        if method == "PUT" and access_entity is DagAccessEntity.HITL_DETAIL:
            may_answer = self._is_authorized(method=method, resource_type=RESOURCE_HITL_DETAIL, user=user)
            return may_answer and super().is_authorized_dag(
                method="GET", user=user, access_entity=access_entity, details=details
            )
        return super().is_authorized_dag(method=method, user=user, access_entity=access_entity, details=details)
