"""What /health says of each dataset."""

from collections.abc import Iterable
from typing import Any

from faro.simulation.errors import UnreadableDatasetError
from faro.simulation.resources import Resource


def dataset_states(resources: Iterable[Resource]) -> dict[str, dict[str, Any]]:
    """Dataset id → its state: ready with its rows, not delivered yet, or unreadable."""
    return {resource.id: _state(resource) for resource in resources}


def _state(resource: Resource) -> dict[str, Any]:
    try:
        edition = resource.file.edition()
    except UnreadableDatasetError:
        return {"state": "unreadable"}
    if edition is None:
        return {"state": "not delivered yet"}
    return {
        "state": "ready",
        "rows": len(edition.rows),
        "version": edition.version,
        "synthetic": edition.is_synthetic,
    }
