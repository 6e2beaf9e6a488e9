"""What dbt did: one outcome per model, with the tests that watch it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from faro.transformation.manifest import Check, Manifest, Node

#: `built` also where a test only warns; `held` is a staging model at its dataset's last good state.
Status = Literal["built", "held", "test failed", "error", "skipped"]
#: What dbt says of a node: `unique_id`, `status`, `execution_time` in seconds, `adapter_response`, `failures` in rows,
#: the `query` of a test that failed, and `columns` where it was asked which of them it is about.
Result = Mapping[str, Any]


@dataclass(frozen=True)
class Outcome:
    """What came of one node: its seconds with those of its tests, the rows it wrote where the database said so."""

    node: Node
    status: Status
    seconds: float = 0.0
    rows: int | None = None
    tests: int = 0
    failed: tuple[str, ...] = ()
    failing_rows: int = 0
    is_built: bool = False

    @property
    def is_failure(self) -> bool:
        """Its own, not that of one before it."""
        return self.status in {"test failed", "error"}


@dataclass
class _Seen:
    """What was read of one node so far."""

    is_built: bool = False
    has_error: bool = False
    seconds: float = 0.0
    rows: int | None = None
    tests: int = 0
    failed: list[str] = field(default_factory=list)
    failing_rows: int = 0


def outcomes(manifest: Manifest, nodes: Iterable[Node], results: Iterable[Result]) -> dict[str, Outcome]:
    """Node id → outcome, for the nodes that were asked for and what failed beside them."""
    seen = {node.id: _Seen() for node in nodes}
    for result in results:
        name = result["unique_id"]
        if name in manifest.nodes:
            _see_node(seen.setdefault(name, _Seen()), result)
        elif check := manifest.checks.get(name):
            for owner in check.owners:
                if owner in seen or result["status"] in {"fail", "error"}:
                    _see_check(seen.setdefault(owner, _Seen()), check, result)
    return {name: _outcome(manifest.nodes[name], each) for name, each in seen.items()}


def _see_node(seen: _Seen, result: Result) -> None:
    seen.seconds += result["execution_time"]
    rows = result["adapter_response"].get("rows_affected")
    seen.rows = rows if isinstance(rows, int) and rows >= 0 else None
    seen.is_built = result["status"] == "success"
    if result["status"] == "error":
        seen.has_error = True
        seen.failed.append("error")


def _see_check(seen: _Seen, check: Check, result: Result) -> None:
    if result["status"] == "skipped":
        return
    seen.tests += 1
    seen.seconds += result["execution_time"]
    if result["status"] in {"fail", "error"}:
        seen.failed.append(_label(check, result))
        seen.has_error |= result["status"] == "error"
        seen.failing_rows += result.get("failures") or 0


def _label(check: Check, result: Result) -> str:
    """What failed, as a person calls it: `unique(measure_number)`."""
    columns = result.get("columns")
    return f"{check.label}({', '.join(columns)})" if columns else check.label


def _outcome(node: Node, seen: _Seen) -> Outcome:
    status: Status = (
        "error" if seen.has_error else "test failed" if seen.failed else "built" if seen.is_built else "skipped"
    )
    failed = tuple(dict.fromkeys(seen.failed))
    return Outcome(node, status, seen.seconds, seen.rows, seen.tests, failed, seen.failing_rows, seen.is_built)


def held(before: Outcome, after: Outcome) -> Outcome:
    """A staging model whose newest data failed, after it was built again from its last good state."""
    if after.is_failure or not after.is_built:
        return after
    seconds = before.seconds + after.seconds
    return replace(after, status="held", seconds=seconds, failed=before.failed, failing_rows=before.failing_rows)
