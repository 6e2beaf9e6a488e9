"""Data Docs: the pages of every suite and of every result, built once per run."""

import great_expectations as gx

from faro.contracts import all_contracts
from faro.settings import Settings
from faro.validation.context import context_for
from faro.validation.suites import suite_of


def build_data_docs(settings: Settings) -> None:
    context = context_for(settings)
    for contract in all_contracts():
        name = f"{contract.institution}.{contract.dataset}"
        context.suites.add(gx.ExpectationSuite(name=name, expectations=suite_of(contract, rows_in_force=0)))
    context.build_data_docs()
