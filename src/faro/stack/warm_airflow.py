"""`python -m faro.stack.warm_airflow <component>`: an Airflow component with what its children need already in memory.

The scheduler forks every task and the DAG processor every parse: reading the contracts costs them seconds each time,
Great Expectations as many again.
"""

import importlib
import runpy
import sys

from faro.contracts import valid_contracts

PRELOADED = {
    "scheduler": ("airflow.sdk", "great_expectations", "faro.validation.run"),
    "dag-processor": ("airflow.sdk",),
}


def main() -> None:
    component = sys.argv[1]
    for name in PRELOADED[component]:
        importlib.import_module(name)
    valid_contracts()
    sys.argv = ["airflow", component]
    runpy.run_module("airflow", run_name="__main__")


if __name__ == "__main__":
    main()
