"""Turns a dashboard's rows of texts and charts into Superset's layout, with ids that a style sheet can name."""

from collections.abc import Iterator
from typing import Any

from provisioning.assets import Asset, Assets
from provisioning.identity import asset_uuid

#: A chart needs some number in the bundle; the import replaces it by the real one.
_PLACEHOLDER = 1
Node = dict[str, Any]


def position(assets: Assets, slug: str, language: str) -> dict[str, Any]:
    asset = assets.dashboards[slug]
    rows = [f"ROW-{number}" for number in range(1, len(asset["rows"]) + 1)]
    nodes: dict[str, Any] = {
        "DASHBOARD_VERSION_KEY": "v2",
        "ROOT_ID": _node("ROOT", "ROOT_ID", ["GRID_ID"], []),
        "GRID_ID": _node("GRID", "GRID_ID", rows, ["ROOT_ID"]),
        "HEADER_ID": {"id": "HEADER_ID", "type": "HEADER", "meta": {"text": asset["title"][language]}},
    }
    for row_id, cells in zip(rows, asset["rows"], strict=True):
        children = list(_cells(assets, cells, row_id, language))
        row = _node("ROW", row_id, [child["id"] for child in children], ["ROOT_ID", "GRID_ID"])
        nodes[row_id] = row | {"meta": {"background": "BACKGROUND_TRANSPARENT"}}
        nodes |= {child["id"]: child for child in children}
    for number, node in enumerate((n for n in nodes.values() if _is_chart(n)), start=_PLACEHOLDER):
        node["meta"]["chartId"] = number
    return nodes


def chart_slugs(dashboard: Asset) -> list[str]:
    return [cell["chart"] for row in dashboard["rows"] for cell in row if "chart" in cell]


def _cells(assets: Assets, cells: list[Asset], row_id: str, language: str) -> Iterator[Node]:
    for number, cell in enumerate(cells, start=1):
        size = {"width": cell["width"], "height": cell["height"]}
        parents = ["ROOT_ID", "GRID_ID", row_id]
        if "chart" in cell:
            yield _chart(assets, cell["chart"], size, parents, language)
        else:
            name = cell.get("name", f"{row_id}-{number}")
            yield _node("MARKDOWN", f"TEXT-{name}", [], parents) | {"meta": {**size, "code": cell["text"][language]}}


def _chart(assets: Assets, slug: str, size: Node, parents: list[str], language: str) -> Node:
    meta = {**size, "uuid": asset_uuid("charts", slug, language), "sliceName": assets.charts[slug]["title"][language]}
    return _node("CHART", f"CHART-{slug}", [], parents) | {"meta": meta}


def _node(kind: str, name: str, children: list[str], parents: list[str]) -> Node:
    return {"type": kind, "id": name, "children": children, "parents": parents}


def _is_chart(node: object) -> bool:
    return isinstance(node, dict) and node.get("type") == "CHART"
