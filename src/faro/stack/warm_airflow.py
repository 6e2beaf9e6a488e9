"""`python -m faro.stack.warm_airflow <component> …`: an Airflow component with what its children need in memory.

The scheduler, or a worker, forks every task and the DAG processor every parse: reading contracts and code lists costs
them seconds each time, Great Expectations, dbt and the hooks of the transports as many again. It ends without an
interpreter's taking all that apart, object by object, which is most of the time of a stop.
"""

import atexit
import importlib
import os
import runpy
import sys

#: What `airflow.sdk` imports when a DAG file takes it from there.
_OF_DAG_FILES = (
    "airflow.sdk.definitions.decorators",
    "airflow.providers.standard.decorators.python",
    "airflow.dag_processing.bundles.local",
    "faro.transformation",
)
_OF_TASKS = (
    *_OF_DAG_FILES,
    "airflow.dag_processing.dagbag",
    "airflow.sdk.execution_time.cache",
    "airflow.sdk.execution_time.task_runner",
    "airflow.providers.http.hooks.http",
    "airflow.providers.postgres.hooks.postgres",
    "airflow.providers.sftp.hooks.sftp",
    "dbt.adapters.postgres",
    "dbt.cli.main",
    "faro.feedback.answering",
    "faro.feedback.inbox",
    "faro.feedback.workbook",
    "faro.linkage",
    "faro.loading",
    "faro.sources.opening",
    "faro.sources.trouble",
    "faro.validation.data_docs",
    "faro.validation.run",
)
PRELOADED: dict[str, tuple[str, ...]] = {
    "api-server": (),
    "scheduler": _OF_TASKS,
    "celery": _OF_TASKS,
    "dag-processor": _OF_DAG_FILES,
}


def main() -> None:
    if modules := PRELOADED[sys.argv[1]]:
        _preload(modules)
    sys.argv = ["airflow", *sys.argv[1:]]
    try:
        runpy.run_module("airflow", run_name="__main__")
    except SystemExit as ended:
        _leave(ended.code)
    _leave(0)


def _preload(modules: tuple[str, ...]) -> None:
    from faro.contracts import valid_contracts
    from faro.settings import settings
    from faro.vocabularies import vocabularies

    for name in modules:
        importlib.import_module(name)
    settings()
    valid_contracts()
    vocabularies()


def _leave(code: str | int | None) -> None:
    """End this process once everybody who registered for its end has had their turn."""
    atexit._run_exitfuncs()
    if isinstance(code, str):
        sys.stderr.write(f"{code}\n")
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else int(code is not None))


if __name__ == "__main__":
    main()
