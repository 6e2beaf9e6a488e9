"""Small contracts of an institution that does not exist, for tests of what follows from a contract."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from faro.contracts import Contract
from faro.contracts.reading import read_contract

INSTITUTION = "prueba"


def column(name: str, kind: str = "string", **stated: Any) -> dict[str, Any]:
    base = {"name": name, "businessName": name.title(), "logicalType": kind, "required": False}
    return {**base, "classification": "none", "description": f"Columna {name}.", **stated}


def document(
    dataset: str, columns: Sequence[Mapping[str, Any]], relation: Mapping[str, Any], **stated: Any
) -> dict[str, Any]:
    """A whole contract; `stated` replaces or adds top-level fields."""
    return {
        "apiVersion": "v3.1.0",
        "kind": "DataContract",
        "id": f"{INSTITUTION}.{dataset}",
        "name": dataset,
        "version": "1.0.0",
        "status": "active",
        "description": {"purpose": "Probar."},
        "servers": [{"server": "outbox", "type": "sftp", "location": "sftp://prueba/outbox/*.csv", "format": "csv"}],
        "schema": [{"name": dataset, "physicalType": "table", "properties": [dict(each) for each in columns]}],
        "slaProperties": [
            {"property": "frequency", "value": 1, "unit": "month"},
            {"property": "retention", "value": 1, "unit": "year"},
        ],
        "team": {"name": "Quien prueba"},
        "authoritativeDefinitions": [{"type": "legalBasis", "url": "https://example.org"}],
        "customProperties": [{"property": "deliveryRelation", "value": dict(relation)}],
        **stated,
    }


def write_contract(root: Path, content: Mapping[str, Any]) -> Path:
    """The contract, its edition with equal headers, and its institution, under `root`."""
    dataset = content["id"].split(".")[1]
    folder = root / INSTITUTION
    folder.mkdir(parents=True, exist_ok=True)
    institution = {"name": {"es": "Prueba", "en": "Test"}, "short_name": "P", "country": None}
    (root / "institutions.yml").write_text(yaml.safe_dump({INSTITUTION: institution}), encoding="utf-8")
    names = [each["name"] for each in content["schema"][0]["properties"]]
    edition = f"edition,sheet,skip_rows,{','.join(names)}\nv1,,0,{','.join(names)}\n"
    (folder / f"{dataset}.editions.csv").write_text(edition, encoding="utf-8")
    path = folder / f"{dataset}.odcs.yaml"
    path.write_text(yaml.safe_dump(dict(content), allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def synthetic_contract(
    root: Path, dataset: str, columns: Sequence[Mapping[str, Any]], relation: Mapping[str, Any], **stated: Any
) -> Contract:
    return read_contract(write_contract(root, document(dataset, columns, relation, **stated)))
