"""Running dbt in a process of its own, forked: where this one has imported dbt, that costs nothing again."""

import gc
import json
import multiprocessing
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, ClassVar, NoReturn

from psycopg.conninfo import conninfo_to_dict

from faro import timing
from faro.errors import FaroError, Sentences
from faro.settings import Settings
from faro.transformation.project import (
    PROJECT_FOLDER,
    is_understood,
    log_folder,
    note_parsed,
    parsed,
    target_folder,
)
from faro.transformation.results import Result

if TYPE_CHECKING:
    from dbt.artifacts.schemas.run import RunResult
    from dbt.cli.main import dbtRunner

#: dbt's word for: it ran to its end and something failed.
_SOMETHING_FAILED = 1
#: … and for: it did not run to its end.
_BROKE_OFF = 2
#: What dbt has of our own environment: it holds no secret, and is short.
_OURS = ("HOME", "LANG", "LC_ALL", "PATH", "TMPDIR", "TZ")


@dataclass(frozen=True)
class Answer:
    """dbt's exit status, what it says of each node, and the seconds that they took together."""

    status: int
    results: list[Result] = field(default_factory=list)
    seconds: float = 0.0


class TransformationFailed(FaroError):
    exit_code = 14
    template: ClassVar[Sentences] = {
        "es": "dbt terminó con el estado {status} en «{dataset}» y no dijo qué construyó.\n"
        "  La transformación sigue pendiente. Vea {log}",
        "en": "dbt ended with status {status} in `{dataset}` and did not say what it built.\n"
        "  The transformation is still to be done. See {log}",
    }


class Dbt:
    """dbt on one project and warehouse, in the same processes from the first build to the last; to be used in a `with`.

    `held` says which datasets are read as they were, and when that was.
    """

    def __init__(self, settings: Settings, transformer_uri: str, fingerprint: str) -> None:
        self._settings, self._fingerprint = settings, fingerprint
        self._environment = dbt_environment(transformer_uri, target_folder(settings), log_folder(settings))
        self._building = ExitStack()
        #: With what was understood of the project, as many as ran at once so far.
        self._processes: list[DbtProcess] = []

    def __enter__(self) -> "Dbt":
        return self

    def __exit__(self, *_: object) -> None:
        self._building.close()

    def understand(self) -> None:
        """Parse the project where what is kept is of another one. Raises TransformationFailed."""
        if is_understood(self._settings, self._fingerprint):
            return
        with timing.step("parse the project"):
            self._require(run_dbt(["parse", "--no-partial-parse"], self._environment), "parse")
        note_parsed(target_folder(self._settings), self._fingerprint)

    def build(
        self,
        layer: str,
        selections: Iterable[Sequence[str]],
        held: Mapping[str, str],
        *flags: str,
        command: str = "build",
    ) -> list[Result]:
        """dbt's results of exactly what these select, all of them at once: they need nothing of each other.

        Raises TransformationFailed where it has none of one of them.
        """  # fmt: skip
        options = ["--indirect-selection", "empty", *_held(held), *flags, "--no-write-json"]
        print(f"::group::dbt {command}: {layer}", flush=True)  # noqa: T201
        began = time.monotonic()
        answers = self._ask([[command, *selection, *options] for selection in selections])
        print("::endgroup::", flush=True)  # noqa: T201
        seconds = max((answer.seconds for answer in answers), default=0)
        timing.tell(f"{layer}, select", time.monotonic() - began - seconds)
        timing.tell(f"{layer}, models and tests", seconds)
        for answer in answers:
            if answer.status and not answer.results:
                self._require(answer, layer)
        return [result for answer in answers for result in answer.results]

    def document(self) -> int:
        """The exit status of writing the pages about the project."""
        return run_dbt(["docs", "generate", "--static", "--no-compile"], self._environment).status

    def _ask(self, commands: Sequence[Sequence[str]]) -> list[Answer]:
        """What dbt answers to each command, all of which run at once."""
        while len(self._processes) < len(commands):
            process = DbtProcess(self._environment, target_folder(self._settings))
            self._processes.append(self._building.enter_context(process))
        asked = list(zip(self._processes, commands, strict=False))
        for process, command in asked:
            process.ask(command)
        return [process.answer() for process, _ in asked]

    def _require(self, answer: Answer, layer: str) -> None:
        if answer.status:
            log = str(log_folder(self._settings) / "dbt.log")
            raise TransformationFailed(status=answer.status, dataset=layer, log=log)


def run_dbt(arguments: Sequence[str], environment: Mapping[str, str]) -> Answer:
    """What dbt answers to this command on the project; what it prints goes to our own output."""
    with DbtProcess(environment) as process:
        return process.run(arguments)


class DbtProcess:
    """A forked process that runs one command of dbt after the other, to be used in a `with`.

    Where it is given the folder in which dbt keeps what it understood, it reads that once and parses nothing. What
    dbt's first command imports and prepares, the next ones have.
    """

    def __init__(self, environment: Mapping[str, str], understood: Path | None = None) -> None:
        sys.stdout.flush()
        self._pipe, its = multiprocessing.Pipe()
        self._child = os.fork()  # multiprocessing gives no children to a Celery worker's processes, which are daemons
        if self._child == 0:
            self._pipe.close()
            _end_with(partial(_serve, its, environment, understood))
        its.close()

    def __enter__(self) -> "DbtProcess":
        return self

    def __exit__(self, *_: object) -> None:
        self._pipe.close()
        with suppress(ChildProcessError):  # that its end was told
            os.waitpid(self._child, 0)

    def run(self, arguments: Sequence[str]) -> Answer:
        """What dbt answers; that it broke off where its process ended."""
        self.ask(arguments)
        return self.answer()

    def ask(self, arguments: Sequence[str]) -> None:
        """Begin that command; its answer is to be fetched before the next one."""
        places = ("--project-dir", str(PROJECT_FOLDER), "--profiles-dir", str(PROJECT_FOLDER))
        with suppress(ConnectionError):  # the answer tells
            self._pipe.send(["--no-use-colors", "--log-level-file", "info", *arguments, *places])

    def answer(self) -> Answer:
        """What dbt answers to the command that was begun; that it broke off where its process ended."""
        try:
            answer: Answer = self._pipe.recv()
            return answer
        except (EOFError, ConnectionError):
            _, status = os.waitpid(self._child, 0)
            print(f"dbt's process ended by itself: {os.waitstatus_to_exitcode(status)}", flush=True)  # noqa: T201
            return Answer(_BROKE_OFF)


def _end_with(work: Callable[[], None]) -> NoReturn:
    """The last thing that this process does; nothing of who forked it is cleaned up here.

    In a thread, whose stack begins empty: dbt looks at every frame below it again and again, there are a hundred in a
    task, and where they end at the end of a piece of Python's stack each further call asks the system for memory.
    """
    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        thread = Thread(target=partial(_reporting, work))
        thread.start()
        thread.join()
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(0)


def _reporting(work: Callable[[], None]) -> None:
    """That work; what it raises is printed here, because who forked this process may have another use for it."""
    try:
        work()
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()


def _serve(pipe: Connection, environment: Mapping[str, str], understood: Path | None) -> None:
    """Answer every line of arguments that comes, until nobody asks any more."""
    from dbt.cli.main import dbtRunner  # seconds to import

    os.environ.clear()
    os.environ.update(environment)
    runner = dbtRunner(manifest=parsed(understood) if understood else None)
    gc.freeze()  # nothing that is there by now will ever be garbage here, and need not be looked through for it
    while True:
        try:
            line = pipe.recv()
        except EOFError:
            return
        answer = _invoke(runner, line)
        sys.stdout.flush()
        pipe.send(answer)


def _invoke(runner: "dbtRunner", line: list[str]) -> Answer:
    """What the `dbt` command does."""
    done = runner.invoke(line)
    if done.exception:
        print(done.exception, flush=True)  # noqa: T201
    status = 0 if done.success else _BROKE_OFF if done.exception else _SOMETHING_FAILED
    results = [_told(each) for each in getattr(done.result, "results", ())]
    return Answer(status, results, getattr(done.result, "elapsed_time", 0.0))


def _told(result: "RunResult") -> Result:
    return {
        "unique_id": result.node.unique_id,
        "status": result.status.value,
        "execution_time": result.execution_time,
        "adapter_response": result.adapter_response,
        "failures": result.failures,
        "query": getattr(result.node, "compiled_code", None) if result.status == "fail" else None,
    }


def _held(held: Mapping[str, str]) -> list[str]:
    return ["--vars", json.dumps({"held": held})] if held else []


def dbt_environment(transformer_uri: str, target: Path, logs: Path) -> dict[str, str]:
    """What profiles.yml reads, where dbt writes, and little of our own: dbt looks through all of it for every line."""
    stated = conninfo_to_dict(transformer_uri)
    names = {
        "FARO_POSTGRES_HOST": "host",
        "FARO_POSTGRES_PORT": "port",
        "FARO_WAREHOUSE_DATABASE": "dbname",
        "FARO_TRANSFORMER_PASSWORD": "password",
    }
    account = {variable: str(stated[name]) for variable, name in names.items()}
    how = {"DBT_TARGET_PATH": str(target), "DBT_LOG_PATH": str(logs), "DBT_USE_FAST_TEST_EDGES": "1"}
    return {**{name: os.environ[name] for name in _OURS if name in os.environ}, **account, **how}
