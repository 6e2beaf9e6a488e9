"""dbt on the whole project and a warehouse of these tests, as the scheduler runs it: forked from a process that has
imported it, and with a project that was parsed once.

Not called `dbt_…`: dbt takes every module of such a name that it can import for a plugin of its own."""

import multiprocessing
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from private_warehouse import Warehouse

from faro.transformation import Answer, dbt_environment
from faro.transformation import run_dbt as run_of_project
from faro.transformation.dbt import DbtProcess

_NO_MODELS = ("seed", "test", "unit_test")
#: Of a copy of `coded`, whose code lists are there.
MODELS_ONLY = [word for kind in _NO_MODELS for word in ("--exclude-resource-type", kind)]
_UNDERSTOOD = "target/partial_parse.msgpack"
#: The stack runs beside it, and the end of the tests waits for the stack.
_NICENESS = 10


def import_dbt() -> None:
    """Into the memory of this process, once; tests that are only collected need none of it."""
    import dbt.adapters.postgres
    import dbt.cli.main  # noqa: F401


def run_dbt(warehouse: Warehouse, *arguments: str) -> Answer:
    """What dbt answers; raises where it did not run to its end, or something failed."""
    import_dbt()
    folder = warehouse.settings.home / "dbt" / warehouse.database
    environment = dbt_environment(warehouse.uri("faro_transformer"), folder / "target", folder / "logs")
    _learn_from_another(folder)
    fork = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(1, mp_context=fork, initializer=os.nice, initargs=(_NICENESS,)) as nice:
        answer = nice.submit(_run, arguments, environment, folder).result()
    if answer.status:
        log = (folder / "logs" / "dbt.log").read_text()
        raise AssertionError(f"dbt {' '.join(arguments)}: {answer.status}\n{log[-5000:]}")
    return answer


def _learn_from_another(folder: Path) -> None:
    """What dbt understood for another warehouse holds for this one: every table's name begins with the database's."""
    known = next(folder.parent.glob(f"*/{_UNDERSTOOD}"), None)
    if known and not (folder / _UNDERSTOOD).exists():
        its, ours = known.parents[1].name, folder.name
        if len(its) != len(ours):
            raise ValueError(f"{its} and {ours}: what dbt keeps counts the letters")
        (folder / _UNDERSTOOD).parent.mkdir(parents=True, exist_ok=True)
        (folder / _UNDERSTOOD).write_bytes(known.read_bytes().replace(its.encode(), ours.encode()))


def _run(arguments: Sequence[str], environment: Mapping[str, str], folder: Path) -> Answer:
    if not (folder / _UNDERSTOOD).exists():
        answer = run_of_project(["parse"], environment)
        if answer.status:
            return answer
    with DbtProcess(environment, folder / "target") as process:
        return process.run([*arguments, "--no-write-json"])
