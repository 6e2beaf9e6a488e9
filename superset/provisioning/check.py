"""Walks dashboard → chart → dataset → release without a server, and names both ends of what does not meet."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from provisioning.assets import KINDS, ROOM, Asset, Assets, read_yaml
from provisioning.layout import chart_slugs
from provisioning.problems import AssetInvalid

LANGUAGES = ("es", "en")
GRID_COLUMNS = 12
_PREFIX = "release."
#: Kinds of calculated columns that write another one as people read it.
_MADE_OF = ("number_of", "rows_of", "day_of")
#: Table → columns, as the transformation promises them.
Release = Mapping[str, set[str]]
#: (file, field, rule): what is wrong and where.
Fault = tuple[str, str, str]


def check(assets: Assets, release: Release | None = None) -> None:
    """Raises for the first fault; without `release` its tables are not looked at."""
    for file, field, rule in faults(assets, release):
        raise AssetInvalid(file=file, field=field, rule=rule)


def faults(assets: Assets, release: Release | None = None) -> Iterator[Fault]:
    yield from _untranslated(assets)
    yield from _dashboards(assets)
    yield from _charts(assets)
    yield from _datasets(assets, release)
    yield from _unused(assets)


def release_tables(folder: Path = ROOM.parent / "dbt_project" / "models" / "release") -> Release:
    """What dbt declares in its YAML."""
    models = [model for path in sorted(folder.glob("*.yml")) for model in read_yaml(path).get("models", [])]
    return {model["name"]: {column["name"] for column in model["columns"]} for model in models}


def _untranslated(assets: Assets) -> Iterator[Fault]:
    for kind in KINDS:
        for slug, asset in getattr(assets, kind).items():
            labels = {"title": asset.get("title"), **_labels(asset)}
            for field, label in labels.items():
                for language in LANGUAGES:
                    if not (label or {}).get(language):
                        yield assets.file(kind, slug), field, f"has no text in «{language}»"


def _labels(asset: Asset) -> dict[str, Asset]:
    labels = {
        f"{group}.{n}": c for group in ("columns", "calculated", "metrics") for n, c in asset.get(group, {}).items()
    }
    labels |= {"description": asset["description"]} if "description" in asset else {}
    texts = [cell for row in asset.get("rows", []) for cell in row if "text" in cell]
    return labels | {f"text {cell.get('name', '')}": cell["text"] for cell in texts}


def _dashboards(assets: Assets) -> Iterator[Fault]:
    for slug, dashboard in assets.dashboards.items():
        file = assets.file("dashboards", slug)
        for number, row in enumerate(dashboard["rows"], start=1):
            if sum(cell["width"] for cell in row) > GRID_COLUMNS:
                yield file, f"row {number}", f"is wider than {GRID_COLUMNS} columns"
        for chart in chart_slugs(dashboard):
            if chart not in assets.charts:
                yield file, "rows", f"shows the chart «{chart}», which is not in assets/charts"


def _charts(assets: Assets) -> Iterator[Fault]:
    for slug, chart in assets.charts.items():
        file, dataset = assets.file("charts", slug), assets.datasets.get(chart.get("dataset", ""))
        if dataset is None:
            yield file, "dataset", f"«{chart.get('dataset')}» is not in assets/datasets"
            continue
        known = {name for group in ("columns", "calculated", "metrics") for name in dataset.get(group, {})}
        for field, name in _used_names(assets.params(chart), chart.get("only", {})):
            if name not in known:
                yield file, field, f"uses «{name}», which dataset «{chart['dataset']}» does not have"
        yield from _template(assets, chart, file)


def _used_names(params: Asset, only: Iterable[str]) -> Iterator[tuple[str, str]]:
    for field in ("all_columns", "groupby", "metrics"):
        yield from ((field, name) for name in params.get(field, []))
    for field in ("x_axis", "x_axis_sort", "granularity_sqla", "entity", "metric"):
        if field in params:
            yield field, params[field]
    yield from (("only", name) for name in only)
    for order in params.get("order_by_cols", []):
        yield "order_by_cols", re.sub(r'^\["([^"]+)".*$', r"\1", order)


def _template(assets: Assets, chart: Asset, file: str) -> Iterator[Fault]:
    if "template" not in chart:
        return
    text = assets.text(f"assets/templates/{chart['template']}.es.hbs")
    shown = set(re.findall(r"\{\{(?:#if |#unless )?([a-z][a-z_0-9]*)(?: [^}]*)?\}\}", text)) - {"else"}
    for name in sorted(shown - set(assets.params(chart)["all_columns"])):
        yield file, "template", f"shows «{name}», which all_columns does not ask for"


def _datasets(assets: Assets, release: Release | None) -> Iterator[Fault]:
    for slug, dataset in assets.datasets.items():
        file = assets.file("datasets", slug)
        if dataset.get("database") not in assets.databases:
            yield file, "database", f"«{dataset.get('database')}» is not in assets/databases"
        if dataset.get("schema") != "release":
            yield file, "schema", "dashboards read the schema «release» and nothing else"
        for name, spec in dataset.get("calculated", {}).items():
            source = next((spec[kind] for kind in _MADE_OF if kind in spec), None)
            if source and source not in dataset["columns"]:
                yield file, f"calculated.{name}", f"is made of «{source}», which is not in columns"
        if "query" in dataset:
            yield from _query(assets, dataset, file, release)
        elif release is not None:
            yield from _table(dataset, file, release)


def _table(dataset: Asset, file: str, release: Release) -> Iterator[Fault]:
    table = dataset["table"]
    if table not in release:
        yield file, "table", f"dbt declares no release.{table}"
        return
    for name in dataset["columns"]:
        if name not in release[table]:
            yield file, f"columns.{name}", f"release.{table} has no such column"


def tables_read(assets: Assets) -> set[str]:
    """Tables of the schema `release` that some dataset reads."""
    queries = [_sql(assets, dataset) for dataset in assets.datasets.values() if "query" in dataset]
    tables = {dataset["table"] for dataset in assets.datasets.values() if "query" not in dataset}
    return tables | {source.removeprefix(_PREFIX) for sql in queries for source in _sources(sql)}


def _sql(assets: Assets, dataset: Asset) -> str:
    """A dataset's query without comments, texts and what stands beside a `from` of `extract`."""
    return re.sub(r"--[^\n]*|'[^']*'|extract\([^()]*\)", "", assets.text(f"queries/{dataset['query']}")).lower()


def _sources(sql: str) -> set[str]:
    named_here = set(re.findall(r"\b([a-z_]+) as \(", sql))
    return set(re.findall(r"\b(?:from|join)\s+([a-z_.0-9]+)", sql)) - named_here


def _query(assets: Assets, dataset: Asset, file: str, release: Release | None) -> Iterator[Fault]:
    sql = _sql(assets, dataset)
    sources = _sources(sql)
    for source in sorted(s for s in sources if not s.startswith(_PREFIX)):
        yield file, "query", f"reads «{source}», which is not in the schema «release»"
    for table in sorted(s.removeprefix(_PREFIX) for s in sources if s.startswith(_PREFIX)):
        if release is not None and table not in release:
            yield file, "query", f"dbt declares no release.{table}"
    for name in dataset["columns"]:
        if not re.search(rf"\b{name}\b", sql):
            yield file, f"columns.{name}", f"{dataset['query']} has no such column"


def _unused(assets: Assets) -> Iterator[Fault]:
    shown = {chart for dashboard in assets.dashboards.values() for chart in chart_slugs(dashboard)}
    for slug in sorted(set(assets.charts) - shown):
        yield assets.file("charts", slug), "file", "no dashboard shows this chart"
    read = {chart.get("dataset") for chart in assets.charts.values()}
    for slug in sorted(set(assets.datasets) - read):
        yield assets.file("datasets", slug), "file", "no chart reads this dataset"
