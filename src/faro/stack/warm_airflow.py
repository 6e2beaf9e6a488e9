"""`python -m faro.stack.warm_airflow <component> …`: an Airflow component with what its children need in memory.

The scheduler, or a worker, forks every task and the DAG processor every parse: reading contracts and code lists costs
them seconds each time, Great Expectations, dbt and the hooks of the transports as many again.
"""

import importlib
import runpy
import sys

from faro.contracts import valid_contracts
from faro.vocabularies import vocabularies

_OF_TASKS = (
    "airflow.providers.http.hooks.http",
    "airflow.providers.postgres.hooks.postgres",
    "airflow.providers.sftp.hooks.sftp",
    "dbt.adapters.postgres",
    "dbt.cli.main",
    "faro.feedback.inbox",
    "faro.linkage",
    "faro.loading",
    "faro.sources.opening",
    "faro.transformation",
    "faro.validation.run",
)
PRELOADED = {
    "scheduler": _OF_TASKS,
    "celery": _OF_TASKS,
    "dag-processor": ("airflow.sdk", "faro.transformation"),
}


def main() -> None:
    for name in PRELOADED[sys.argv[1]]:
        importlib.import_module(name)
    valid_contracts()
    vocabularies()
    sys.argv = ["airflow", *sys.argv[1:]]
    runpy.run_module("airflow", run_name="__main__")


if __name__ == "__main__":
    main()
