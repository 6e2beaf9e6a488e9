"""`python -m faro.stack.warm_airflow <component>`: an Airflow component with what its children need already in memory.

The scheduler forks every task and the DAG processor every parse: reading contracts and code lists costs them
seconds each time, Great Expectations, dbt and the hooks of the transports as many again.
"""

import importlib
import runpy
import sys

from faro.contracts import valid_contracts
from faro.vocabularies import vocabularies

PRELOADED = {
    "scheduler": (
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
    ),
    "dag-processor": ("airflow.sdk", "faro.transformation"),
}


def main() -> None:
    component = sys.argv[1]
    for name in PRELOADED[component]:
        importlib.import_module(name)
    valid_contracts()
    vocabularies()
    sys.argv = ["airflow", component]
    runpy.run_module("airflow", run_name="__main__")


if __name__ == "__main__":
    main()
