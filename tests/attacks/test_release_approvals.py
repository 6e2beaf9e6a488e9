"""Nothing is published but what two people of different duties approved, neither of whom started it: in one real run.

Each test goes on where the one before left it; whoever operates Airflow has the questions asked again in between.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from joining import told
from running_stack import Demo, Stack
from waiting import wait_until

pytestmark = pytest.mark.stack

DUTIES = {
    "custodia": ("custodia",),
    "aprobacion": ("aprobación",),
    "ambas": ("custodia", "aprobación"),
    "inicia": ("custodia", "ingeniería"),
    "ingenieria": ("ingeniería",),
}
STEWARD, COORDINATION, PUBLISH = "steward_approves", "coordination_approves", "publish"
RUN = "prueba"
ENDED = {"success", "failed", "upstream_failed", "skipped"}
SECONDS, SECONDS_TO_PREPARE = 60, 600
PARKED = timedelta(seconds=8)
ANSWERS = """
    select duty, is_approved, answered_by, reason from publication.question left join publication.answer
    using (question_id) order by question_id desc limit 2
"""


class Person:
    """Somebody at Airflow's API, by name and password."""

    def __init__(self, stack: Stack, name: str, password: str) -> None:
        self._http = httpx.Client(base_url=stack.airflow_url, timeout=60)
        token = self._http.post("/auth/token", json={"username": name, "password": password}).json()["access_token"]
        self._http.headers["Authorization"] = f"Bearer {token}"

    def ask(self, method: str, path: str, **body: Any) -> httpx.Response:
        return self._http.request(method, f"/api/v2{path}", **({"json": body} if body else {}))

    def task(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = self.ask("GET", _task(name)).json()
        return found

    def answers(self, task: str, option: str = "Aprobar", reason: str = "Lo revisé", **fields: str) -> httpx.Response:
        """As the page of the question does, with what it brings itself."""
        seen = self.ask("GET", f"{_task(task)}/-1/hitlDetails").json()["params"]["huella"]["value"]
        given = {"razon": reason, "huella": seen, **fields}
        return self.ask("PATCH", f"{_task(task)}/-1/hitlDetails", chosen_options=[option], params_input=given)

    def log(self, task: str) -> str:
        return self.ask("GET", f"{_task(task)}/logs/{self.task(task)['try_number']}").text


def _task(name: str) -> str:
    return f"/dags/release/dagRuns/{RUN}/taskInstances/{name}"


@pytest.fixture(scope="module")
def people(stack: Stack) -> Iterator[dict[str, Person]]:
    """By name; all but the administrator have the duties above, as `faro account` gives them."""
    found = {"admin": Person(stack, "admin", stack.secret("airflow_admin"))}
    for name, duties in DUTIES.items():
        account = f"prueba.{name}"
        options = ("--first-name", "Prueba", "--last-name", "Cuenta", "--mail", f"{account}@faro.invalid")
        given = (part for duty in duties for part in ("--duty", duty))
        found[name] = Person(stack, account, told(stack.faro("account", "add", account, *options, *given).stdout))
    yield found
    for name in DUTIES:
        stack.faro("account", "disable", f"prueba.{name}")


@pytest.fixture(scope="module")
def operator(people: dict[str, Person]) -> Person:
    """Whoever runs DAGs, and approves nothing."""
    return people["ingenieria"]


@pytest.fixture(scope="module")
def prepared(people: dict[str, Person]) -> None:
    """A run that waits for both answers, started by somebody who might give one of them."""
    motive = {"motivo": "Prueba de las aprobaciones"}
    run = people["inicia"].ask("POST", "/dags/release/dagRuns", logical_date=None, dag_run_id=RUN, conf=motive)
    assert run.status_code == 200, run.text
    wait_until(lambda: _waits(people["admin"]), "nobody is asked", SECONDS_TO_PREPARE, every=1)


@pytest.fixture
def asked(prepared: None, operator: Person) -> None:
    """Both are asked anew, and what follows from their answers waits for them."""
    if not _waits(operator):
        _clear(operator, STEWARD, COORDINATION)
        wait_until(lambda: _waits(operator), "nobody is asked again", SECONDS, every=0.5)


@pytest.fixture
def outcome(operator: Person) -> Callable[[], tuple[str, str]]:
    """How publishing ended, once its run has, and what its log says."""
    run = f"/dags/release/dagRuns/{RUN}"

    def ended() -> tuple[str, str]:
        # what is cleared while the scheduler ends the run stays undone in a run that has ended
        wait_until(lambda: operator.ask("GET", run).json()["state"] in ENDED, "the run does not end", SECONDS, 0.5)
        return operator.task(PUBLISH)["state"], operator.log(PUBLISH)

    return ended


def _waits(operator: Person) -> bool:
    """Whether both do, and Airflow knows it: an answer that comes sooner it may lose."""
    return all(_is_open(operator.task(task)) for task in (STEWARD, COORDINATION))


def _is_open(task: dict[str, Any]) -> bool:
    if task.get("state") != "awaiting_input":
        return False
    return datetime.now(UTC) - datetime.fromisoformat(task["start_date"]) > PARKED


def _clear(operator: Person, *tasks: str) -> None:
    body = {"dry_run": False, "dag_run_id": RUN, "task_ids": [*tasks], "only_failed": False}
    answer = operator.ask("POST", "/dags/release/clearTaskInstances", **body, include_downstream=True)
    assert answer.status_code == 200, answer.text


def _has_ended(operator: Person, task: str) -> Callable[[], bool]:
    return lambda: operator.task(task)["state"] in ENDED


def test_without_a_reason_nothing_is_prepared_out_of_turn(people: dict[str, Person], operator: Person) -> None:
    run = people["inicia"].ask("POST", "/dags/release/dagRuns", logical_date=None, dag_run_id=f"{RUN}-1").json()
    path = f"/dags/release/dagRuns/{run['dag_run_id']}"
    wait_until(lambda: operator.ask("GET", path).json()["state"] == "failed", "it is prepared", SECONDS, every=0.5)
    assert "Falta el motivo" in operator.ask("GET", f"{path}/taskInstances/prepare/logs/1").text


def test_who_is_asked_sees_what_is_approved(asked: None, people: dict[str, Person], stack: Stack) -> None:
    question = people["custodia"].ask("GET", f"{_task(STEWARD)}/-1/hitlDetails").json()
    (proposal,) = stack.sql("select * from publication.proposal order by proposal_id desc limit 1", "faro_publisher")
    assert (proposal["prepared_by"], proposal["out_of_turn"], proposal["is_demonstration"]) == (
        "prueba.inicia", "Prueba de las aprobaciones", False,
    )  # fmt: skip
    assert question["options"] == ["Aprobar", "Rechazar"]
    assert question["body"].startswith("# Propuesta de publicación")
    assert proposal["sha256"] in question["body"]
    assert question["params"]["huella"]["value"] == proposal["sha256"]


@pytest.mark.parametrize(
    ("name", "task"),
    [("ingenieria", STEWARD), ("admin", STEWARD), ("admin", COORDINATION), ("aprobacion", STEWARD),
     ("custodia", COORDINATION)],
)  # fmt: skip
def test_nobody_answers_for_a_duty_of_others(asked: None, people: dict[str, Person], name: str, task: str) -> None:
    assert people[name].answers(task).status_code == 403
    assert people[name].task(task)["state"] == "awaiting_input"


SEEN = ["/dags/release", f"/dags/release/dagRuns/{RUN}", _task(PUBLISH), "/dags/~/dagRuns/~/hitlDetails"]
UNSEEN = [
    "/dags/transform", "/dags/transform/dagRuns", "/connections", "/variables", "/config", "/pools", "/assets",
    "/eventLogs", "/jobs", "/plugins", "/providers", "/dagSources/release", f"{_task(PUBLISH)}/xcomEntries",
]  # fmt: skip
FORBIDDEN: list[tuple[str, str, dict[str, Any]]] = [
    ("POST", "/dags/release/dagRuns", {"logical_date": None, "conf": {"motivo": "Quiero"}}),
    ("POST", "/dags/release/clearTaskInstances", {"dry_run": False, "dag_run_id": RUN, "task_ids": [STEWARD]}),
    ("POST", f"/dags/release/dagRuns/{RUN}/clear", {"dry_run": False}),
    ("PATCH", _task(STEWARD), {"new_state": "success"}),
    ("PATCH", f"/dags/release/dagRuns/{RUN}", {"state": "success"}),
    ("PATCH", "/dags/release", {"is_paused": True}),
    ("DELETE", f"/dags/release/dagRuns/{RUN}", {}),
    ("DELETE", "/dags/release", {}),
]


@pytest.mark.parametrize("name", ["custodia", "aprobacion"])
def test_who_approves_sees_one_dag_and_does_nothing_else(asked: None, people: dict[str, Person], name: str) -> None:
    person = people[name]
    assert [dag["dag_id"] for dag in person.ask("GET", "/dags").json()["dags"]] == ["release"]
    assert {path: person.ask("GET", path).status_code for path in SEEN} == dict.fromkeys(SEEN, 200)
    assert {path: person.ask("GET", path).status_code for path in UNSEEN} == dict.fromkeys(UNSEEN, 403)
    refused = {(method, path): person.ask(method, path, **body).status_code for method, path, body in FORBIDDEN}
    assert refused == dict.fromkeys(refused, 403)


def test_marking_the_questions_as_answered_publishes_nothing(
    asked: None, operator: Person, outcome: Callable[[], tuple[str, str]]
) -> None:
    for task in (STEWARD, COORDINATION):
        assert operator.ask("PATCH", _task(task), new_state="success").status_code == 200
    state, log = outcome()
    assert (state, "falta una respuesta" in log) == ("failed", True)


def test_who_started_it_approves_nothing(
    asked: None, people: dict[str, Person], outcome: Callable[[], tuple[str, str]]
) -> None:
    assert people["inicia"].answers(STEWARD).status_code == 200
    assert people["aprobacion"].answers(COORDINATION).status_code == 200
    state, log = outcome()
    assert (state, "quien la inició" in log, "prueba.inicia" in log) == ("failed", True, True)


def test_one_person_is_not_two(asked: None, people: dict[str, Person], outcome: Callable[[], tuple[str, str]]) -> None:
    for task in (STEWARD, COORDINATION):
        assert people["ambas"].answers(task).status_code == 200
    state, log = outcome()
    assert (state, "una persona respondió por ambas" in log) == ("failed", True)


def test_a_rejection_says_who_and_why(
    asked: None, people: dict[str, Person], operator: Person, outcome: Callable[[], tuple[str, str]]
) -> None:
    reason = "La serie de 2024 cambió sin una entrega"
    assert people["custodia"].answers(STEWARD, "Rechazar", reason).status_code == 200
    assert people["custodia"].answers(STEWARD, "Aprobar").status_code == 409
    assert people["aprobacion"].answers(COORDINATION).status_code == 200
    state, log = outcome()
    assert (state, "prueba.custodia" in log, reason in log) == ("failed", True, True)
    assert reason in operator.log(STEWARD)


def test_an_answer_that_is_asked_for_again_no_longer_counts(
    asked: None, people: dict[str, Person], operator: Person, outcome: Callable[[], tuple[str, str]]
) -> None:
    assert people["custodia"].answers(STEWARD).status_code == 200
    wait_until(_has_ended(operator, STEWARD), "the answer is not taken", SECONDS, every=0.5)
    _clear(operator, STEWARD)
    wait_until(lambda: _waits(operator), "it is not asked again", SECONDS, every=0.5)
    assert people["aprobacion"].answers(COORDINATION).status_code == 200
    assert operator.ask("PATCH", _task(STEWARD), new_state="success").status_code == 200
    state, log = outcome()
    assert (state, "falta una respuesta" in log) == ("failed", True)


def test_an_answer_without_a_reason_or_about_another_proposal_is_none(
    asked: None, people: dict[str, Person], operator: Person, stack: Stack, outcome: Callable[[], tuple[str, str]]
) -> None:
    assert people["custodia"].answers(STEWARD, reason="  ").status_code == 200
    assert people["aprobacion"].answers(COORDINATION, huella="0" * 64).status_code == 200
    assert outcome()[0] == "failed"
    assert [row["answered_by"] for row in stack.sql(ANSWERS, "faro_publisher")] == [None, None]
    assert "no trae opción o razón" in operator.log(STEWARD)
    assert "sobre otra propuesta" in operator.log(COORDINATION)


def test_a_question_that_nobody_answers_in_time_publishes_nothing(
    asked: None, demo: Demo, operator: Person, outcome: Callable[[], tuple[str, str]]
) -> None:
    with demo.superuser("airflow") as connection:
        connection.execute(
            "update task_instance set trigger_timeout = now() - interval '1 minute' where state = 'awaiting_input'"
        )
    state, log = outcome()
    assert (state, "falta una respuesta" in log) == ("failed", True)
    assert "respondió en 14 días" in operator.log(STEWARD)


def test_what_two_people_approved_is_published(
    asked: None, people: dict[str, Person], stack: Stack, outcome: Callable[[], tuple[str, str]]
) -> None:
    before = stack.sql("select count(*) as releases from publication.release", "faro_publisher")
    assert people["custodia"].answers(STEWARD, reason="Coincide con lo entregado").status_code == 200
    assert people["aprobacion"].answers(COORDINATION, reason="Se puede publicar").status_code == 200
    assert outcome()[0] == "success"
    kept = stack.sql(ANSWERS, "faro_publisher")
    assert {(row["duty"], row["is_approved"], row["answered_by"], row["reason"]) for row in kept} == {
        ("custodia", True, "prueba.custodia", "Coincide con lo entregado"),
        ("aprobación", True, "prueba.aprobacion", "Se puede publicar"),
    }
    after = stack.sql("select count(*) as releases from publication.release", "faro_publisher")
    assert after[0]["releases"] == before[0]["releases"] + 1


def test_a_run_prepares_once(prepared: None, operator: Person) -> None:
    """Airflow tells nobody who cleared it; whoever did might approve then."""
    tries = operator.task("prepare")["try_number"]
    body = {"dry_run": False, "dag_run_id": RUN, "task_ids": ["prepare"], "only_failed": False}
    assert operator.ask("POST", "/dags/release/clearTaskInstances", **body).status_code == 200
    wait_until(lambda: operator.task("prepare")["try_number"] > tries, "it is not tried again", SECONDS, every=0.5)
    wait_until(_has_ended(operator, "prepare"), "it prepares again", SECONDS, every=0.5)
    assert (operator.task("prepare")["state"], "prepara una sola vez" in operator.log("prepare")) == ("failed", True)
