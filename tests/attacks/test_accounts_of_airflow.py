"""Airflow's administrator gives nobody an account, a role or a password there: two of them would approve a release."""

import pytest
from airflow_session import AirflowSession
from running_stack import Stack

pytestmark = pytest.mark.stack

CHANGES = (
    ("POST", "/auth/fab/v1/users"),
    ("PATCH", "/auth/fab/v1/users/admin"),
    ("DELETE", "/auth/fab/v1/users/custodia"),
    ("POST", "/auth/fab/v1/roles"),
    ("PATCH", "/auth/fab/v1/roles/custodia"),
    ("PATCH", "//auth/fab/v1/users/admin"),
    ("PATCH", "/auth/FAB/v1/Users/admin"),
    ("POST", "/auth/users/add"),
    ("POST", "/auth/users/edit/1"),
    ("GET", "/auth/users/delete/1"),
    ("POST", "/auth/users/action_post"),
    ("POST", "/auth/roles/edit/1"),
    ("POST", "/auth/resetpasswords/form?pk=1"),
)


@pytest.fixture(scope="module")
def administrator(stack: Stack) -> AirflowSession:
    return AirflowSession(stack.airflow_url).sign_in("admin", stack.secret("airflow_admin"))


@pytest.mark.parametrize(("method", "path"), CHANGES)
def test_no_account_is_made_or_changed(administrator: AirflowSession, method: str, path: str) -> None:
    answer = administrator.client.request(method, path, json={} if method != "GET" else None)
    assert answer.status_code in {403, 404, 405}  # an address of another spelling may be none


@pytest.mark.parametrize("path", ["/auth/fab/v1/users", "/auth/fab/v1/roles"])
def test_they_can_be_looked_at(administrator: AirflowSession, path: str) -> None:
    assert administrator.client.get(path).status_code == 200
    assert "faro account" in administrator.client.post(path, json={}).json()["detail"]


@pytest.mark.parametrize("path", ["/api/v2/dags/release", "/api/v2/dags/release/dagRuns/none"])
def test_what_people_were_asked_is_not_deleted(administrator: AirflowSession, path: str) -> None:
    assert administrator.client.delete(path).status_code == 403
    assert administrator.client.get("/api/v2/dags/release").status_code == 200
