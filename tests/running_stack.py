"""The running stack as tests see it: the real `faro demo`, on free ports of its own."""

import json
import os
import random
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import psutil
import psycopg
from psycopg.rows import dict_row
from waiting import NotInTime, wait_until

from faro.cli.pages import plain
from faro.settings import settings
from faro.stack.leftovers import still_running

SECONDS_TO_START = 900
#: Below those that Linux gives to outgoing connections: one of them could take a port before its service does.
_PORTS = range(10_000, 32_768)
_NOT_ITS_OWN = ("FARO_", "AIRFLOW", "DBT_", "LC_", "PYTHONPATH")
FARO = Path(sys.executable).with_name("faro")


@dataclass(frozen=True)
class Stack:
    """A running Faro. Everything a person would do with it goes through `faro` or over HTTP."""

    home: Path
    environment: dict[str, str]

    def port(self, name: str) -> int:
        return int(self.environment[f"FARO_{name.upper()}_PORT"])

    @property
    def superset_url(self) -> str:
        return f"http://127.0.0.1:{self.port('superset')}"

    @property
    def airflow_url(self) -> str:
        return f"http://127.0.0.1:{self.port('airflow')}"

    @property
    def portal_url(self) -> str:
        return f"http://127.0.0.1:{self.port('portal')}"

    def secret(self, name: str) -> str:
        return str(json.loads((self.home / "secrets.json").read_text())[name])

    def uri(self, role: str, database: str = "faro", secret: str = "") -> str:
        return f"postgresql://{role}:{self.secret(secret or role)}@127.0.0.1:{self.port('postgres')}/{database}"

    def institution_uri(self, role: str, institution: str) -> str:
        """A database of the simulated institutions, which have a server of their own."""
        word = self.secret("institutions_postgres" if role == "postgres" else role)
        return f"postgresql://{role}:{word}@127.0.0.1:{self.port('institutions_postgres')}/institution_{institution}"

    def outbox(self, institution: str) -> Path:
        return self.home / "institutions" / institution / "outbox"

    def faro(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run the `faro` command against this stack."""
        finished = subprocess.run(
            [FARO, *arguments], env=self.environment, capture_output=True, text=True, timeout=900, check=False
        )
        if check and finished.returncode:
            raise AssertionError(
                f"faro {' '.join(arguments)}: {finished.returncode}\n{finished.stdout}\n{finished.stderr}"
            )
        return finished

    def sql(self, query: str, role: str = "faro_transformer") -> list[dict[str, Any]]:
        """Rows as `faro sql --json` tells them, with the rights of the transformation, which reads nearly all."""
        with psycopg.connect(self.uri(role), row_factory=dict_row) as connection:
            rows = connection.execute(query.encode()).fetchall()
        answer: list[dict[str, Any]] = json.loads(json.dumps(rows, default=plain))
        return answer

    def deliveries_of(self, file: str) -> list[int]:
        """The numbers of the deliveries of that name, oldest first; an analyst reads it masked."""
        named = f"select delivery_id from correspondence.delivery where source_name = '{file}' order by 1"
        return [row["delivery_id"] for row in self.sql(named, "faro_loader")]

    def status(self) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(self.faro("status", "--json").stdout)
        return answer

    def dataset(self, institution: str, dataset: str) -> dict[str, Any]:
        """The entry of one dataset in `faro status --json`."""
        return next(
            each
            for each in self.status()["datasets"]
            if (each["institution"], each["dataset"]) == (institution, dataset)
        )


class Demo:
    """`faro demo` as a newcomer runs it. It starts when it is needed, and again after it was stopped or killed."""

    def __init__(self, home: Path) -> None:
        # nothing arrives or is published on its own while a test looks
        self.stack = Stack(home, stack_environment(home, FARO_POLL_MINUTES="0", FARO_DEMO_RELEASE="false"))
        self.log = home.with_name(f"{home.name}.log")
        self._demo: subprocess.Popen[bytes] | None = None

    def running(self) -> Stack:
        """The stack, serving."""
        if self._demo is None or self._demo.poll() is not None:
            with self.log.open("w") as output:
                self._demo = subprocess.Popen(
                    [FARO, "demo"], env=self.stack.environment, stdout=output, stderr=subprocess.STDOUT
                )
            self._wait_until_serving(self._demo)
        return self.stack

    def _wait_until_serving(self, demo: subprocess.Popen[bytes]) -> None:
        try:
            wait_until(lambda: _is_serving(demo, self.log), "faro demo does not serve", SECONDS_TO_START, every=0.2)
        except NotInTime as late:
            demo.send_signal(signal.SIGTERM)
            late.add_note(self.log.read_text())
            raise

    def processes(self) -> list[psutil.Process]:
        """Every process on the machine that belongs to this home, whoever its parent is."""
        return [each for each in psutil.process_iter() if each.pid != os.getpid() and self._is_ours(each)]

    def stop(self, with_signal: signal.Signals = signal.SIGTERM) -> int:
        """The exit status of the demo after that signal."""
        if self._demo is None:
            return 0
        if self._demo.poll() is None:
            self._demo.send_signal(with_signal)
        return self._demo.wait(timeout=180)

    def kill(self) -> None:
        """Kill -9 for all of it at once, the demo and the process manager included."""
        while ours := self.processes():
            for process in ours:
                with suppress(psutil.NoSuchProcess):  # it may have ended with the one killed before it
                    process.kill()
            if self._demo:
                self._demo.wait(timeout=30)
            still_running(ours, seconds=30)

    def start_faro(self, *arguments: str) -> subprocess.Popen[str]:
        """A `faro` command that goes on while the test does."""
        return subprocess.Popen(
            [FARO, *arguments],
            env=self.stack.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def superuser(self, database: str = "faro") -> psycopg.Connection:
        return psycopg.connect(self.stack.uri("postgres", database))

    def _is_ours(self, process: psutil.Process) -> bool:
        """By its environment, or by where it works: PostgreSQL's processes write their titles over the former."""
        home = str(self.stack.home)
        try:
            environment = process.environ()
            return home in (environment.get("FARO_STACK"), environment.get("FARO_HOME")) or home in process.cwd()
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            return False


def stack_environment(home: Path, **extra: str) -> dict[str, str]:
    """The environment of a Faro of its own: its folder, free ports, Spanish, nothing of a demo or test beside it."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(_NOT_ITS_OWN)}
    data = {"FARO_DATA": os.environ["FARO_DATA"]} if "FARO_DATA" in os.environ else {}
    ports = {name: str(port) for name, port in zip(settings().ports, free_ports(len(settings().ports)), strict=True)}
    return own | data | ports | {"FARO_HOME": str(home), "LANG": "es_CR.UTF-8", "COLUMNS": "200"} | extra


def free_ports(count: int) -> list[int]:
    """Different ports on which nobody listens."""
    candidates = random.sample(_PORTS, len(_PORTS))
    return list(islice(filter(_is_free, candidates), count))


def _is_free(port: int) -> bool:
    with socket.socket() as tried, suppress(OSError):
        tried.bind(("127.0.0.1", port))
        return True
    return False


def _is_serving(demo: subprocess.Popen[bytes], log: Path) -> bool:
    """Whether the demo says that it serves; one that ended is shown with all it printed."""
    if demo.poll() is not None:
        raise AssertionError(f"faro demo did not start:\n{log.read_text()}")
    return "Ctrl-C detiene todo" in log.read_text()
