"""dbt on the whole project and a warehouse of these tests, as the scheduler runs it: forked from a process that has
imported it. A database's name decides where dbt keeps what it understood of the project: names come again.

Not called `dbt_…`: dbt takes every module of such a name that it can import for a plugin of its own."""

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor

from private_warehouse import Warehouse

from faro.transformation import Answer, dbt_environment
from faro.transformation import run_dbt as run_of_project

MODELS_ONLY = ("--exclude-resource-type", "test", "--exclude-resource-type", "unit_test")
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
    fork = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(1, mp_context=fork, initializer=os.nice, initargs=(_NICENESS,)) as nice:
        answer = nice.submit(run_of_project, arguments, environment).result()
    if answer.status:
        log = (folder / "logs" / "dbt.log").read_text()
        raise AssertionError(f"dbt {' '.join(arguments)}: {answer.status}\n{log[-5000:]}")
    return answer
