"""What cannot be meant is answered with a sentence by Airflow too, and what somebody wrote is in no log of its API."""

import httpx
import pytest
from running_stack import Stack

pytestmark = pytest.mark.stack

CANARY = "CANARIO7F3A"
#: Requests that were answered with 500.
QUESTIONS = [
    ("GET", "/api/v2/dags/%00", None),
    ("GET", "/api/v2/dags?tags=%00", None),
    ("GET", "/api/v2/dags?dag_id_pattern=%00", None),
    ("GET", "/api/v2/assets?uri_pattern=%00", None),
    ("GET", "/api/v2/dagSources/%00", None),
    ("GET", "/api/v2/pools/%00", None),
    ("GET", "/ui/grid/runs/%00", None),
    ("GET", "/ui/structure/structure_data?dag_id=%00", None),
    ("POST", "/api/v2/dags/maintenance/dagRuns", {"dag_run_id": "\0", "logical_date": None}),
    ("POST", "/api/v2/dags/~/dagRuns/list", {"dag_ids": ["\0"]}),
    ("POST", "/api/v2/dags/maintenance/clearTaskInstances", "x"),
]


@pytest.fixture(scope="module")
def client(stack: Stack) -> httpx.Client:
    body = {"username": "admin", "password": stack.secret("airflow_admin")}
    token = httpx.post(stack.airflow_url + "/auth/token", json=body, timeout=60).json()["access_token"]
    return httpx.Client(base_url=stack.airflow_url, headers={"Authorization": f"Bearer {token}"}, timeout=60)


@pytest.mark.parametrize(("method", "path", "body"), QUESTIONS, ids=[path for _, path, _ in QUESTIONS])
def test_nothing_that_is_asked_wrongly_is_a_fault_of_the_server(
    client: httpx.Client, method: str, path: str, body: object
) -> None:
    assert 400 <= client.request(method, path, json=body).status_code < 500


@pytest.mark.parametrize("body", [{"username": [CANARY], "password": "x"}, {"username": {"a": CANARY}, "password": []}])
def test_a_sign_in_that_cannot_be_meant_is_refused_and_repeated_nowhere(stack: Stack, body: object) -> None:
    assert 400 <= httpx.post(stack.airflow_url + "/auth/token", json=body, timeout=60).status_code < 500
    assert CANARY not in (stack.home / "logs" / "airflow-api.log").read_text()
