"""From the ledger to what is published: what there is to do, dbt layer by layer, and what came of it."""

from faro.transformation.building import Built, TransformationIncomplete, build, raise_if_incomplete
from faro.transformation.dbt import Answer, TransformationFailed, dbt_environment, run_dbt
from faro.transformation.layers import LAYERS
from faro.transformation.plan import NothingRan
from faro.transformation.project import PROJECT_FOLDER, project_fingerprint
from faro.transformation.work import Work, newest_failures, next_work, pending_work, record, wait_for_loads

__all__ = [
    "LAYERS",
    "PROJECT_FOLDER",
    "Answer",
    "Built",
    "NothingRan",
    "TransformationFailed",
    "TransformationIncomplete",
    "Work",
    "build",
    "dbt_environment",
    "newest_failures",
    "next_work",
    "pending_work",
    "project_fingerprint",
    "raise_if_incomplete",
    "record",
    "run_dbt",
    "wait_for_loads",
]
