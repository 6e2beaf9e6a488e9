"""Data Docs: the pages of every suite and of every result, built once per run."""

from faro.contracts import all_contracts
from faro.settings import Settings
from faro.validation.pages import are_of_this_version, finish_pages
from faro.validation.places import results_folder, site_folder
from faro.validation.suites import suite_of


def are_current(settings: Settings) -> bool:
    """Whether the pages are of this version, and no result is newer than they."""
    index = site_folder(settings) / "index.html"
    built = index.stat().st_mtime if index.exists() else 0.0
    return are_of_this_version(settings) and all(
        result.stat().st_mtime <= built for result in results_folder(settings).rglob("*.json")
    )


def build_data_docs(settings: Settings) -> None:
    """Write the pages anew from the results that are kept."""
    import great_expectations as gx  # takes seconds

    from faro.validation.context import COARSE, context_for

    context = context_for(settings, COARSE)
    for contract in all_contracts():
        name = f"{contract.institution}.{contract.dataset}"
        context.suites.add(gx.ExpectationSuite(name=name, expectations=suite_of(contract, rows_in_force=0)))
    context.build_data_docs()
    finish_pages(settings)
