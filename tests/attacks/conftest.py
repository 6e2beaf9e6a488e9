"""Sessions of the three accounts, signed in over HTTP as a person would."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from running_stack import Stack
from superset_session import SupersetSession

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "superset"))


@pytest.fixture(scope="module")
def sign_in(stack: Stack) -> Callable[[str], SupersetSession]:
    def signed_in(user: str) -> SupersetSession:
        return SupersetSession(stack.superset_url).sign_in(user, stack.secret(f"superset_{user}"))

    return signed_in


@pytest.fixture(scope="module")
def coordinator(sign_in: Callable[[str], SupersetSession]) -> SupersetSession:
    return sign_in("coordinacion")


@pytest.fixture(scope="module")
def analyst(sign_in: Callable[[str], SupersetSession]) -> SupersetSession:
    return sign_in("analista")


@pytest.fixture(scope="module")
def administrator(sign_in: Callable[[str], SupersetSession]) -> SupersetSession:
    return sign_in("admin")


@pytest.fixture(scope="module")
def made(analyst: SupersetSession) -> Iterator[dict[str, int]]:
    """Ids of a dataset on persons, a chart on it and a dashboard, made by an analyst and removed again."""
    databases = analyst.ask("/api/v1/database/").json()["result"]
    analysis = next(one["id"] for one in databases if one["database_name"] == "faro_analisis")
    table = {"database": analysis, "schema": "core", "table_name": "dim_person"}
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
