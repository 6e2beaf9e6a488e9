"""What moves is waited for, what does not is given up; and which services wait for which when they stop."""

import sys
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from faro.settings import Settings
from faro.stack import supervision
from faro.stack.errors import ServiceFailed, ServiceTimeout
from faro.stack.patience import Patience, bytes_in, wait_until
from faro.stack.services import Service, all_services
from faro.stack.supervision import Supervision

#: Writes a line now and then, and listens only after seconds.
SLOW = """
import socket, sys, time
for number in range(int(sys.argv[2])):
    print(number, flush=True); time.sleep(0.25)
listener = socket.create_server(("127.0.0.1", int(sys.argv[1]))); time.sleep(120)
"""
#: Stops once all of those that it is given began to, and writes when it began and when it ended.
UNHURRIED = """
import pathlib, signal, sys, time
note, *others = map(pathlib.Path, sys.argv[1:])
def stop(*_):
    began = time.monotonic(); note.with_suffix(".began").touch()
    while not all(other.with_suffix(".began").exists() for other in others): time.sleep(0.05)
    note.write_text(f"{began} {time.monotonic()}"); sys.exit()
signal.signal(signal.SIGTERM, stop)
print(flush=True)
while True: time.sleep(0.1)
"""
MUTE = "import time; time.sleep(120)"
Manage = Callable[[list[Service]], Supervision]
Run = Callable[..., list[str]]


@pytest.fixture
def python(tmp_path: Path) -> Run:
    """The command that runs a script, of any number of lines."""
    numbers = count()

    def command(script: str, *arguments: object) -> list[str]:
        path = tmp_path / f"script{next(numbers)}.py"
        path.write_text(script)
        return [sys.executable, str(path), *map(str, arguments)]

    return command


@pytest.fixture
def manage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Manage]:
    """Starts a real supervisord over these services."""
    started: list[Supervision] = []

    def manage(services: list[Service]) -> Supervision:
        monkeypatch.setattr(supervision, "all_services", lambda _settings: services)
        started.append(Supervision(Settings(home=tmp_path)))
        started[0].start_manager()
        for service in services:
            started[0].start(service)
        return started[0]

    yield manage
    for each in started:
        each.shut_down()


def test_what_does_not_move_is_given_up_and_told_to_be_slow() -> None:
    told: list[bool] = []
    patience = Patience(0.4, slow=lambda: told.append(True))
    assert wait_until(lambda: False, patience) is False
    assert told
    assert 0.5 < time.monotonic() - patience._began < 5


def test_what_moves_is_waited_for() -> None:
    steps, states = count(), iter([False] * 8)
    assert wait_until(lambda: next(states, True), Patience(0.4, lambda: next(steps)))


def test_what_moves_in_circles_is_given_up() -> None:
    steps = count()
    assert wait_until(lambda: False, Patience(0.05, lambda: next(steps))) is False


def test_what_comes_at_once_is_not_slow() -> None:
    told: list[bool] = []
    assert wait_until(lambda: True, Patience(60, slow=lambda: told.append(True)))
    assert told == []


def test_logs_are_measured_with_their_folders(tmp_path: Path) -> None:
    (tmp_path / "task" / "attempt").mkdir(parents=True)
    (tmp_path / "task" / "attempt" / "1.log").write_bytes(b"12345")
    (tmp_path / "one.log").write_bytes(b"123")
    assert bytes_in([tmp_path / "task", tmp_path / "one.log", tmp_path / "none.log"]) == 8


def test_a_slow_service_is_waited_for_while_its_log_grows(
    manage: Manage, python: Run, some_free_ports: Callable[[int], list[int]]
) -> None:
    (port,) = some_free_ports(1)
    slow = Service("slow", python(SLOW, port, 20), ready=port, seconds_to_start=2)  # ready after five
    told: list[bool] = []
    manage([slow]).wait(slow, lambda: told.append(True))
    assert told


def test_a_service_that_does_nothing_is_given_up(
    manage: Manage, python: Run, some_free_ports: Callable[[int], list[int]]
) -> None:
    mute = Service("mute", python(MUTE), ready=some_free_ports(1)[0], seconds_to_start=1)
    with pytest.raises(ServiceTimeout) as late:
        manage([mute]).wait(mute)
    assert late.value.facts["service"] == "mute"


def test_a_service_that_ends_has_failed(
    manage: Manage, python: Run, some_free_ports: Callable[[int], list[int]]
) -> None:
    brief = Service("brief", python("raise SystemExit(3)"), ready=some_free_ports(1)[0])
    with pytest.raises(ServiceFailed):
        manage([brief]).wait(brief)


def test_services_stop_at_once_but_for_those_that_others_need(manage: Manage, python: Run, tmp_path: Path) -> None:
    notes = {name: tmp_path / f"{name}.txt" for name in ("first", "second", "needed")}
    together = notes["first"], notes["second"]
    services = [
        *(Service(path.stem, python(UNHURRIED, path, *together)) for path in together),
        Service("needed", python(UNHURRIED, notes["needed"]), stop_order=1),
    ]
    running = manage(services)
    for service in services:
        log = service.log(Settings(home=tmp_path))
        assert wait_until(lambda log=log: log.exists() and log.stat().st_size > 0, Patience(20))
    running.shut_down()
    began, ended = zip(*(map(float, path.read_text().split()) for path in notes.values()), strict=True)
    assert max(began[:2]) < min(ended[:2])
    assert began[2] >= max(ended[:2])
    assert running.is_alive() is False


def test_the_database_is_stopped_last(tmp_path: Path) -> None:
    orders = {service.name: service.stop_order for service in all_services(Settings(home=tmp_path))}
    last = {name for name, order in orders.items() if order == max(orders.values())}
    assert last == {"postgres", "institutions-postgres"}
    assert orders["airflow-scheduler"] < orders["airflow-api"]
