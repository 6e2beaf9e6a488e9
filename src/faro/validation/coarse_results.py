"""Results as pages without an account may show them: every count of rows rounded up to ten, and what follows from it.

Of one row that was wrong a page tells whose it may have been. The exact counts are in `ops.validation`.
"""

import json
from typing import Any

from great_expectations.data_context.store.validation_results_store import ValidationResultsStore

_COUNTS = ("element_count", "unexpected_count", "missing_count")


class CoarseResults(ValidationResultsStore):
    """The results that Great Expectations wrote, without a small number of rows in any."""

    def deserialize(self, value: str) -> Any:
        return super().deserialize(coarse(json.loads(value)))  # type: ignore[no-untyped-call]


def coarse(validation: dict[str, Any]) -> dict[str, Any]:
    """The validation with what its pages need of each result, and no more."""
    for each in validation["results"]:
        each["result"] = _coarse_result(each["result"])
        if each["expectation_config"]["type"] == "expect_table_row_count_to_be_between":
            stated = each["expectation_config"]["kwargs"]
            stated.update({name: up_to_ten(stated[name]) for name in ("min_value", "max_value") if stated.get(name)})
    return validation


def up_to_ten(count: int) -> int:
    """The next multiple of ten; none stays none."""
    return -(-count // 10) * 10


def _coarse_result(result: dict[str, Any]) -> dict[str, Any]:
    counts = {name: up_to_ten(result[name]) for name in _COUNTS if isinstance(result.get(name), int)}
    return counts | _percentages(counts) | _observed(result.get("observed_value"))


def _percentages(counts: dict[str, int]) -> dict[str, float]:
    total = counts.get("element_count")
    if not total:
        return {}
    shares = {name: counts[name] for name in _COUNTS[1:] if name in counts}
    return {f"{name.removesuffix('count')}percent": 100 * share / total for name, share in shares.items()}


def _observed(value: object) -> dict[str, object]:
    """A number of rows, or the names of columns."""
    if isinstance(value, int) and not isinstance(value, bool):
        return {"observed_value": up_to_ten(value)}
    return {"observed_value": value} if isinstance(value, list) else {}
