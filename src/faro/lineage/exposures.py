"""Who reads the star schema: every dashboard and chart of Superset, as dbt's exposures."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from faro.settings import PROJECT

SUPERSET = PROJECT / "superset"
_TABLE = re.compile(r"\b(?:from|join)\s+([a-z_]+)\.([a-z_0-9]+)", re.IGNORECASE)
_OWNER = {"name": "Faro"}


def exposures(models: Iterable[str], root: Path = SUPERSET) -> dict[str, Any] | None:
    """The document of dbt; `models` are the names that may be read. None where Superset's assets are not there."""
    if not (root / "assets").is_dir():
        return None
    charts, dashboards = _read(root, "charts"), _read(root, "dashboards")
    known, datasets = set(models), _read(root, "datasets")
    reads = {
        slug: _tables(root, datasets[chart["dataset"]], chart["dataset"]) & known for slug, chart in charts.items()
    }
    found = [_dashboard(slug, each, reads) for slug, each in dashboards.items()]
    found += [_chart(slug, each, reads[slug]) for slug, each in charts.items()]
    return {"version": 2, "exposures": found}


def _dashboard(slug: str, dashboard: Mapping[str, Any], reads: Mapping[str, set[str]]) -> dict[str, Any]:
    charts = [cell["chart"] for row in dashboard["rows"] for cell in row if "chart" in cell]
    tables = set().union(*(reads[chart] for chart in charts))
    return _exposure("dashboard", slug, dashboard, dashboard["description"]["en"], tables, {"charts": charts})


def _chart(slug: str, chart: Mapping[str, Any], tables: set[str]) -> dict[str, Any]:
    return _exposure(
        "analysis", f"chart_{slug}", chart, f"{chart['title']['en']}.", tables, {"dataset": chart["dataset"]}
    )


def _exposure(
    kind: str, name: str, asset: Mapping[str, Any], description: str, tables: set[str], meta: dict[str, Any]
) -> dict[str, Any]:
    return {
        "name": name,
        "label": asset["title"]["es"],
        "type": kind,
        "description": description,
        "owner": _OWNER.copy(),
        "depends_on": [f"ref('{table}')" for table in sorted(tables)],
        "config": {"meta": meta},
    }


def _tables(root: Path, dataset: Mapping[str, Any], slug: str) -> set[str]:
    """The tables that a dataset of Superset reads, by name."""
    if "query" not in dataset:
        return {dataset.get("table", slug)}
    query = (root / "queries" / dataset["query"]).read_text(encoding="utf-8")
    return {table for _, table in _TABLE.findall(query)}


def _read(root: Path, kind: str) -> dict[str, dict[str, Any]]:
    return {
        path.stem: yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
        for path in sorted((root / "assets" / kind).glob("*.yml"))
    }
