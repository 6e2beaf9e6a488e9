"""The Great Expectations context: suites in memory, results and Data Docs in folders under FARO_HOME."""

from typing import Any

import great_expectations as gx
from great_expectations.data_context.data_context.ephemeral_data_context import EphemeralDataContext
from great_expectations.data_context.types.base import DataContextConfig, ProgressBarsConfig

from faro.settings import Settings
from faro.validation.places import results_folder, site_folder

_SITE = "faro"


#: Under its usual name Great Expectations puts a store of its own class in the place of any other.
_RESULTS = "results"
#: A store of results that leaves out what pages must not show.
COARSE = {"class_name": "CoarseResults", "module_name": "faro.validation.coarse_results"}
_EXACT = {"class_name": "ValidationResultsStore"}


def context_for(settings: Settings, reading: dict[str, str] = _EXACT) -> EphemeralDataContext:
    """A fresh context. Suites are derived each time, so only results are kept; `reading` is what reads these."""
    configuration = DataContextConfig(
        stores={
            "expectations_store": _store("ExpectationsStore", {"class_name": "InMemoryStoreBackend"}),
            "checkpoint_store": _store("CheckpointStore", {"class_name": "InMemoryStoreBackend"}),
            "validation_definition_store": _store("ValidationDefinitionStore", {"class_name": "InMemoryStoreBackend"}),
            _RESULTS: reading | {"store_backend": _files(results_folder(settings))},
        },
        expectations_store_name="expectations_store",
        checkpoint_store_name="checkpoint_store",
        validation_results_store_name=_RESULTS,
        data_docs_sites={
            _SITE: {
                "class_name": "SiteBuilder",
                "show_how_to_buttons": False,
                "store_backend": _files(site_folder(settings)),
                "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
            }
        },
        progress_bars=ProgressBarsConfig(globally=False),
        analytics_enabled=False,
    )
    return gx.get_context(mode="ephemeral", project_config=configuration)


def _store(class_name: str, backend: dict[str, Any]) -> dict[str, Any]:
    return {"class_name": class_name, "store_backend": backend}


def _files(folder: Any) -> dict[str, Any]:
    return {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(folder)}
