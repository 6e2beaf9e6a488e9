"""Reads the short YAML of `assets/` as it was written, with the file's name in every complaint."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from provisioning.problems import AssetInvalid, AssetUnreadable

ROOM = Path(__file__).resolve().parents[1]
KINDS = ("databases", "datasets", "charts", "dashboards")
Asset = Mapping[str, Any]


@dataclass(frozen=True)
class Assets:
    """Everything in `assets/`, by kind and slug; the slug is the file's name."""

    root: Path
    databases: Mapping[str, Asset]
    datasets: Mapping[str, Asset]
    charts: Mapping[str, Asset]
    dashboards: Mapping[str, Asset]
    defaults: Asset

    def params(self, chart: Asset) -> dict[str, Any]:
        """What every chart has, what its kind and its template have, what it says itself; later wins."""
        given = self.defaults
        of_template = given["templates"].get(chart.get("template"), {})
        return {**given["every"], **given.get(chart["viz"], {}), **of_template, **chart.get("params", {})}

    def file(self, kind: str, slug: str) -> str:
        return f"superset/assets/{kind}/{slug}.yml"

    def text(self, relative: str) -> str:
        """A template, style sheet or query beside the YAML."""
        path = self.root / relative
        if not path.is_file():
            raise AssetInvalid(file=f"superset/{relative}", field="file", rule="does not exist")
        return path.read_text(encoding="utf-8")


def read_assets(root: Path = ROOM) -> Assets:
    folders = {kind: _folder(root / "assets" / kind) for kind in KINDS}
    return Assets(root=root, **folders, defaults=read_yaml(root / "assets" / "chart_defaults.yml"))


def _folder(folder: Path) -> Mapping[str, Asset]:
    return {path.stem: read_yaml(path) for path in sorted(folder.glob("*.yml"))}


def read_yaml(path: Path) -> Asset:
    name = f"superset/{path.relative_to(path.parents[2])}" if len(path.parents) > 2 else path.name
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise AssetInvalid(file=name, field="file", rule="does not exist") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise AssetUnreadable(file=name, line=line) from None
    if not isinstance(content, dict):
        raise AssetInvalid(file=name, field="file", rule="must be a mapping")
    return content
