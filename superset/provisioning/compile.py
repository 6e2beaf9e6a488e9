"""Expands the short YAML into the bundle that Superset's own import command reads."""

from collections.abc import Mapping
from typing import Any

import yaml

from provisioning.assets import Asset, Assets
from provisioning.identity import asset_mark, asset_uuid
from provisioning.layout import position
from provisioning.problems import MissingSetting

VERSION = "1.0.0"
#: Superset measures dashboards in any moment; a bundle must not change with the clock.
_METADATA = {"version": VERSION, "type": "assets", "timestamp": "2026-01-01T00:00:00+00:00"}
Bundle = dict[str, str]


def compile_bundle(assets: Assets, environment: Mapping[str, str], language: str = "es") -> Bundle:
    """File name → YAML, with no database ids and no query context in it."""
    compilers = {"databases": database, "datasets": dataset, "charts": chart, "dashboards": dashboard}
    bundle = {"metadata.yaml": _dump(_METADATA)}
    for kind, compiler in compilers.items():
        for slug in getattr(assets, kind):
            config = compiler(assets, slug, language)
            if kind == "databases":
                config |= _connection(assets.databases[slug], environment)
            bundle[f"{kind}/{slug}.yaml"] = _dump(config)
    return bundle


def identities(assets: Assets, language: str = "es") -> dict[str, set[str]]:
    """Kind → the UUIDs of what is in git now."""
    return {
        kind: {asset_uuid(kind, slug, language) for slug in getattr(assets, kind)}
        for kind in ("databases", "datasets", "charts", "dashboards")
    }


def database(assets: Assets, slug: str, language: str) -> dict[str, Any]:
    asset = assets.databases[slug]
    return {
        "database_name": slug,
        "expose_in_sqllab": bool(asset.get("sql_lab", False)),
        "allow_run_async": False,
        "allow_ctas": False,
        "allow_cvas": False,
        "allow_dml": False,
        "allow_csv_upload": False,
        "extra": {"allows_virtual_table_explore": True, "metadata_params": {}, "engine_params": {}},
        "configuration_method": "sqlalchemy_form",
        **_managed("databases", slug, language),
    }


def _connection(asset: Asset, environment: Mapping[str, str]) -> dict[str, Any]:
    variable = asset["uri_variable"]
    if not environment.get(variable):
        raise MissingSetting(setting=variable)
    return {"sqlalchemy_uri": environment[variable]}


def dataset(assets: Assets, slug: str, language: str) -> dict[str, Any]:
    asset = assets.datasets[slug]
    query = asset.get("query")
    return {
        "table_name": asset.get("table", slug),
        "schema": asset["schema"],
        "sql": assets.text(f"queries/{query}") if query else None,
        "description": asset["title"][language],
        "main_dttm_col": asset.get("time_column"),
        "cache_timeout": asset.get("cache_seconds"),
        "filter_select_enabled": True,
        "offset": 0,
        "extra": None,
        "params": None,
        "columns": [_column(n, c, language) for n, c in (asset["columns"] | asset.get("calculated", {})).items()],
        "metrics": [_metric(name, spec, language) for name, spec in asset.get("metrics", {}).items()],
        "database_uuid": asset_uuid("databases", asset["database"], language),
        **_managed("datasets", slug, language),
    }


def _column(name: str, spec: Asset, language: str) -> dict[str, Any]:
    return {
        "column_name": name,
        "verbose_name": spec[language],
        "type": spec.get("type", "TEXT").upper(),
        "is_dttm": spec.get("type") in {"date", "timestamp"},
        "is_active": True,
        "groupby": True,
        "filterable": True,
        "expression": expression(spec, language),
        "description": None,
        "python_date_format": None,
        "extra": {},
    }


#: What stands for a number of rows that is too small to be said.
_TOO_FEW = {"es": "menos de 5", "en": "fewer than 5"}


def expression(spec: Asset, language: str) -> str | None:
    """The SQL of a calculated column; numbers and days are written as Costa Rica writes them."""
    if "number_of" in spec:
        return _written(spec["number_of"], "—")
    if "rows_of" in spec:
        return _written(spec["rows_of"], _TOO_FEW[language])
    if "day_of" in spec:
        return f"to_char({spec['day_of']}, 'DD/MM/YYYY')"
    return spec.get("sql")


def _written(number: str, otherwise: str) -> str:
    return f"coalesce(replace(to_char({number}, 'FM999,999,999,990'), ',', chr(160)), '{otherwise}')"


def _metric(name: str, spec: Asset, language: str) -> dict[str, Any]:
    return {
        "metric_name": name,
        "verbose_name": spec[language],
        "expression": spec["sql"],
        "metric_type": None,
        "d3format": spec.get("format", ",d"),
        "description": None,
        "extra": {},
        "warning_text": None,
    }


def chart(assets: Assets, slug: str, language: str) -> dict[str, Any]:
    asset = assets.charts[slug]
    return {
        "slice_name": asset["title"][language],
        "description": asset.get("description", {}).get(language),
        "viz_type": asset["viz"],
        "params": chart_params(assets, slug, language),
        "query_context": None,
        "cache_timeout": None,
        "dataset_uuid": asset_uuid("datasets", asset["dataset"], language),
        **_managed("charts", slug, language),
    }


def chart_params(assets: Assets, slug: str, language: str) -> dict[str, Any]:
    asset = assets.charts[slug]
    params = {**assets.params(asset), "viz_type": asset["viz"]}
    params |= asset.get("labels", {}).get(language, {})
    params["adhoc_filters"] = [*params["adhoc_filters"], *_only(asset)]
    if template := asset.get("template"):
        params["handlebarsTemplate"] = assets.text(f"assets/templates/{template}.{language}.hbs")
    return params


def _only(asset: Asset) -> list[dict[str, Any]]:
    """Which rows of its dataset a chart shows, as Superset writes a filter: column → the values that it may have."""
    return [
        {
            "clause": "WHERE",
            "expressionType": "SIMPLE",
            "subject": column,
            "operator": "IN",
            "operatorId": "IN",
            "comparator": values,
            "filterOptionName": f"only_{column}",
        }
        for column, values in asset.get("only", {}).items()
    ]


def dashboard(assets: Assets, slug: str, language: str) -> dict[str, Any]:
    asset = assets.dashboards[slug]
    return {
        "dashboard_title": asset["title"][language],
        "description": asset["description"][language],
        "slug": slug,
        "css": "".join(assets.text(f"assets/dashboards/{name}") for name in asset.get("styles", [])) or None,
        "published": bool(asset["published"]),
        "position": position(assets, slug, language),
        "metadata": {**assets.defaults["dashboard"], "native_filter_configuration": []},
        **_managed("dashboards", slug, language),
    }


def _managed(kind: str, slug: str, language: str) -> dict[str, Any]:
    return {
        "uuid": asset_uuid(kind, slug, language),
        "version": VERSION,
        "is_managed_externally": True,
        "external_url": asset_mark(kind, slug, language),
    }


def _dump(config: Mapping[str, Any]) -> str:
    return yaml.safe_dump(dict(config), allow_unicode=True, sort_keys=True)
