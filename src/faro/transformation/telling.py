"""What a task's log says of each model, though dbt started once for all of them."""

from collections.abc import Iterable

from faro.transformation.results import Outcome

_MARKS = {"built": "✓", "held": "!", "test failed": "✗", "error": "✗", "skipped": "–"}


def tell(layer: str, found: Iterable[Outcome]) -> None:
    """A line per model: state, seconds, rows; what failed comes first. Airflow folds the group."""
    if not (outcomes := list(found)):
        print(f"{layer}: nothing to build", flush=True)  # noqa: T201
        return
    ordered = sorted(outcomes, key=lambda outcome: (outcome.status in {"built", "skipped"}, outcome.node.name))
    print(f"::group::{layer}: {len(ordered)}")  # noqa: T201
    for outcome in ordered:
        print(line(outcome))  # noqa: T201
    print("::endgroup::", flush=True)  # noqa: T201


def line(outcome: Outcome) -> str:
    """Never what dbt says about an error: that can hold a cell."""
    parts = (
        f"{_MARKS[outcome.status]} {outcome.status:<11}",
        f"{f'{outcome.node.schema}.{outcome.node.name}':<50}",
        f"{outcome.seconds:7.2f} s",
        "" if outcome.rows is None else f"{outcome.rows} rows",
        f"{outcome.tests} tests" if outcome.tests else "",
        f"({', '.join(outcome.failed)})" if outcome.failed else "",
    )
    return "  ".join(part for part in parts if part)
