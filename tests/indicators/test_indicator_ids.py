"""Every indicator that is declared is recomputed and has a mart, and nothing else is recomputed."""

from typing import Any

import pytest
import yaml
from recomputation import INDICATORS

from faro.settings import PROJECT

DECLARED: dict[str, Any] = yaml.safe_load((PROJECT / "contracts" / "indicators.yml").read_text(encoding="utf-8"))


def test_all_38_are_declared_and_recomputed() -> None:
    assert list(INDICATORS) == sorted(DECLARED["indicators"])
    assert len(INDICATORS) == 38


@pytest.mark.parametrize("indicator", INDICATORS)
def test_each_has_a_mart(indicator: str) -> None:
    name = DECLARED["indicators"][indicator]["mart"]
    assert list((PROJECT / "dbt_project" / "models" / "marts").rglob(f"{name}.sql")), name
