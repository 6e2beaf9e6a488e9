"""A busy Airflow is asked again until it answers; one that is down is told at once."""

import json
import socket
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

import pytest

from faro.secrets import all_secrets
from faro.settings import Settings, settings
from faro.stack import airflow_api
from faro.stack.airflow_api import AirflowApi, AirflowRefused, AirflowSilent
from faro.stack.errors import NotRunning

LATE, RESET = "late", "reset"
#: So long is an answer waited for where one comes late: after the question was asked again.
SECONDS_WAITED = 1.5
SECONDS = 60


class Airflow(ThreadingHTTPServer):
    """A server that wants a token, and misbehaves as `script` says before it answers; it keeps what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.script: list[int | str] = []
        self.asked: list[tuple[str, dict]] = []
        self.runs: set[str] = set()
        self.asked_again = Event()

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


class Answer(BaseHTTPRequestHandler):
    server: Airflow

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self._misbehaves(body):
            return
        if self.path == "/auth/token":
            self._say(201, {"access_token": "a word"})
        elif not self.headers["Authorization"]:
            self._say(401, {})
        elif self.path.endswith("/dagRuns"):
            is_known = body["dag_run_id"] in self.server.runs
            self.server.runs.add(body["dag_run_id"])  # whoever is answered looks at once
            self._say(409 if is_known else 200, {"dag_run_id": body["dag_run_id"]})
        else:
            self._say(200, {"dag_runs": [{"dag_id": "ingest_oij", "dag_run_id": "one"}]})

    def do_GET(self) -> None:
        if not self._misbehaves({}):
            self._say(200 if self.headers["Authorization"] else 401, {"state": "success"})

    def _misbehaves(self, body: dict) -> bool:
        """A question that is answered badly may have been understood well."""
        self.server.asked.append((self.path, body))
        self.server.asked_again.set()
        behaviour = self.server.script.pop(0) if self.server.script else None
        if behaviour == LATE:
            self.server.asked_again.clear()
            self.server.asked_again.wait(SECONDS)
        if behaviour is None or behaviour == LATE:
            return False
        if "dag_run_id" in body:
            self.server.runs.add(body["dag_run_id"])
        if behaviour == RESET:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
        else:
            self._say(int(behaviour), {})
        return True

    def _say(self, status: int, content: dict) -> None:
        answer = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        pass

    def finish(self) -> None:
        with suppress(OSError):  # nobody waits for a late answer any more
            super().finish()


@pytest.fixture
def server() -> Iterator[Airflow]:
    airflow = Airflow()
    airflow.handle_error = lambda *_: None  # type: ignore[method-assign]
    thread = Thread(target=airflow.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield airflow
    airflow.shutdown()
    thread.join()
    airflow.server_close()


@pytest.fixture
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("FARO_HOME", str(tmp_path))
    for forget in (settings.cache_clear, all_secrets.cache_clear):
        forget()
    yield tmp_path
    monkeypatch.undo()
    for forget in (settings.cache_clear, all_secrets.cache_clear):
        forget()


@pytest.fixture
def ask(server: Airflow, own_home: Path) -> Callable[..., AirflowApi]:
    def api(**options: object) -> AirflowApi:
        return AirflowApi(Settings(home=own_home, airflow_port=server.server_port), **options)

    return api


@pytest.mark.parametrize("trouble", [[500, 500], [503, 502, 504], [429], [RESET, RESET], [LATE], [500, RESET, LATE]])
def test_a_busy_server_is_asked_again(
    server: Airflow, ask: Callable[..., AirflowApi], monkeypatch: pytest.MonkeyPatch, trouble: list
) -> None:
    if LATE in trouble:
        monkeypatch.setattr(airflow_api, "_SECONDS", SECONDS_WAITED)
    server.script = list(trouble)
    assert ask().unfinished(["ingest_oij"]) == {("ingest_oij", "one")}
    assert server.script == []
    assert server.paths.count("/api/v2/dags/~/dagRuns/list") == len(trouble) + 2  # a refusal for the token, the answer


@pytest.mark.parametrize("trouble", [500, RESET, 429])
def test_a_token_is_asked_for_again(server: Airflow, ask: Callable[..., AirflowApi], trouble: int | str) -> None:
    api = ask()
    server.script = [401, trouble]
    assert api.state("transform", "one") == "success"
    assert server.paths.count("/auth/token") == 2


@pytest.mark.parametrize("trouble", [500, RESET])
def test_a_run_whose_answer_was_lost_is_not_started_twice(
    server: Airflow, ask: Callable[..., AirflowApi], trouble: int | str
) -> None:
    api = ask()
    assert api.knows("ingest_oij")
    server.script = [trouble]
    run_id = api.trigger("ingest_oij")
    assert server.runs == {run_id}
    assert [body["dag_run_id"] for path, body in server.asked if path.endswith("/dagRuns")] == [run_id, run_id]


def test_two_runs_are_two(server: Airflow, ask: Callable[..., AirflowApi]) -> None:
    api = ask()
    assert {api.trigger("ingest_oij"), api.trigger("ingest_oij")} == server.runs
    assert len(server.runs) == 2


def test_what_is_refused_is_told_at_once(server: Airflow, ask: Callable[..., AirflowApi]) -> None:
    server.script = [404]
    with pytest.raises(AirflowRefused) as refusal:
        ask().state("transform", "none")
    assert refusal.value.facts["status"] == 404
    assert len(server.asked) == 1


def test_a_server_that_only_stumbles_is_given_up_in_the_end(server: Airflow, ask: Callable[..., AirflowApi]) -> None:
    server.script = [500] * 99
    with pytest.raises(AirflowRefused) as refusal:
        ask(seconds=2).newest_run("transform")
    assert refusal.value.facts["status"] == 500
    assert 2 <= len(server.asked) < 10


def test_a_server_that_never_answers_is_given_up_in_the_end(server: Airflow, ask: Callable[..., AirflowApi]) -> None:
    server.script = [RESET] * 99
    with pytest.raises(AirflowSilent) as silence:
        ask(seconds=2).newest_run("transform")
    assert silence.value.facts["command"] == "GET /dags/transform/dagRuns"
    assert "airflow-api.log" in silence.value.message("es")


def test_that_it_takes_long_is_told(
    server: Airflow, ask: Callable[..., AirflowApi], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(airflow_api, "_SECONDS_UNTIL_SLOW", 0)
    told: list[bool] = []
    server.script = [500]
    assert ask(slow=lambda: told.append(True)).state("transform", "one") == "success"
    assert told == [True]


def test_a_server_that_is_down_is_told_at_once(own_home: Path, some_free_ports: Callable[[int], list[int]]) -> None:
    began = time.monotonic()
    with pytest.raises(NotRunning):
        AirflowApi(Settings(home=own_home, airflow_port=some_free_ports(1)[0])).knows("transform")
    assert time.monotonic() - began < 10
