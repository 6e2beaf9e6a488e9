"""The demo makes its first release once, by accounts of nobody, and answers only what its own run asks."""

from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from waiting import wait_until

from faro.settings import Settings
from faro.stack import first_release
from faro.stack.first_release import APPROVERS, FirstRelease

ASKED = {
    "options": ["Aprobar", "Rechazar"],
    "params": {"razon": {"value": ""}, "huella": {"value": "a digest"}},
    "task_instance": {"start_date": (datetime.now(UTC) - timedelta(minutes=1)).isoformat()},
}


class Airflow:
    """What all accounts see: a run that ends once both questions are answered."""

    def __init__(self) -> None:
        self.triggered: list[dict[str, Any]] = []
        self.answers: dict[str, tuple[str, str, dict[str, str]]] = {}
        self.newest: dict[str, Any] | None = None
        self.asked = ASKED

    def of(self, settings: Settings, account: str = "admin") -> "Account":
        return Account(self, account)


class Account:
    def __init__(self, airflow: Airflow, name: str) -> None:
        self._airflow, self._name = airflow, name

    def knows(self, _dag: str) -> bool:
        return True

    def newest_run(self, _dag: str) -> dict[str, Any] | None:
        return self._airflow.newest

    def trigger(self, _dag: str, conf: dict[str, Any]) -> str:
        self._airflow.triggered.append(conf)
        return "one"

    def state(self, _dag: str, _run: str) -> str:
        return "success" if len(self._airflow.answers) == len(APPROVERS) else "running"

    def question(self, _dag: str, _run: str, task: str) -> dict[str, Any] | None:
        return None if task in self._airflow.answers else self._airflow.asked

    def answer(self, _dag: str, run: str, task: str, option: str, fields: dict[str, str]) -> None:
        self._airflow.answers[task] = (self._name, option, {**fields, "run": run})


@pytest.fixture
def airflow(monkeypatch: pytest.MonkeyPatch) -> Airflow:
    airflow = Airflow()
    monkeypatch.setattr(first_release, "AirflowApi", airflow.of)
    monkeypatch.setattr(first_release, "_join", lambda *_: None)
    monkeypatch.setattr(first_release, "connected", lambda *_: nullcontext())
    monkeypatch.setattr(first_release, "releases", lambda _: [])
    monkeypatch.setattr(first_release, "_SECONDS", 0.01)
    return airflow


def told_in_the_end(settings: Settings) -> list[str]:
    said: list[str] = []
    FirstRelease(settings, said.append).begin()
    wait_until(lambda: len(said) > 1, "nothing is said of the end", 10, every=0.01)
    return said


def test_both_duties_answer_by_accounts_of_their_own_with_what_the_page_sends(airflow: Airflow) -> None:
    said = told_in_the_end(Settings())
    assert len(said) == 2
    assert [conf["demostracion"] for conf in airflow.triggered] == [True]
    reason = {"razon": "Aprobación automática de la demostración", "huella": "a digest", "run": "one"}
    assert airflow.answers == {one.task: (one.username, "Aprobar", reason) for one in APPROVERS}


def test_a_run_of_an_earlier_start_is_taken_up(airflow: Airflow) -> None:
    airflow.newest = {"dag_run_id": "earlier", "state": "running", "conf": {"demostracion": True}}
    told_in_the_end(Settings())
    assert airflow.triggered == []
    assert {given["run"] for _, _, given in airflow.answers.values()} == {"earlier"}


def test_a_run_that_somebody_started_is_theirs(airflow: Airflow) -> None:
    airflow.newest = {"dag_run_id": "theirs", "state": "running", "conf": {"motivo": "Hace falta"}}
    told_in_the_end(Settings())
    assert {given["run"] for _, _, given in airflow.answers.values()} == {"one"}


def test_a_question_that_was_just_asked_is_not_answered_yet(airflow: Airflow) -> None:
    airflow.asked = {**ASKED, "task_instance": {"start_date": datetime.now(UTC).isoformat()}}
    said: list[str] = []
    first = FirstRelease(Settings(), said.append)
    first.begin()
    wait_until(lambda: airflow.triggered, "no run is started", 10, every=0.01)
    first.stop()
    assert airflow.answers == {}


@pytest.mark.parametrize(
    "unwanted",
    [{"demo_release": False}, {"oidc_issuer": "https://identity.example", "oidc_client_id": "faro"}],
    ids=["switched off", "identity provider"],
)
def test_where_none_is_wanted_none_is_begun(airflow: Airflow, unwanted: dict[str, Any]) -> None:
    said: list[str] = []
    FirstRelease(Settings(**unwanted), said.append).begin()
    assert said == []


def test_where_there_is_one_none_is_begun(airflow: Airflow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first_release, "releases", lambda _: ["a release"])
    said: list[str] = []
    FirstRelease(Settings(), said.append).begin()
    assert said == []
