"""What an analyst made and what is published, for those who attack either."""

from collections.abc import Iterator
from typing import Any

import pytest
from superset_session import SupersetSession


@pytest.fixture(scope="module")
def panorama(coordinator: SupersetSession) -> dict[str, Any]:
    """The published dashboard as its page gets it."""
    result: dict[str, Any] = coordinator.ask("/api/v1/dashboard/panorama").json()["result"]
    return result


@pytest.fixture(scope="module")
def made(analyst: SupersetSession) -> Iterator[dict[str, int]]:
    """Ids of a dataset on persons, a chart on it and a dashboard, made by an analyst and removed again."""
    table = {"database": analyst.database("faro_analisis"), "schema": "core", "table_name": "dim_person"}
    dataset = analyst.made("dataset", table)
    chart = analyst.made(
        "chart",
        {
            "slice_name": "Personas",
            "viz_type": "table",
            "params": "{}",
            "datasource_id": dataset,
            "datasource_type": "table",
        },
    )
    dashboard = analyst.made("dashboard", {"dashboard_title": "Personas"})
    yield {"dataset": dataset, "chart": chart, "dashboard": dashboard}
    for kind, identity in (("dashboard", dashboard), ("chart", chart), ("dataset", dataset)):
        analyst.ask(f"/api/v1/{kind}/{identity}", "DELETE")
