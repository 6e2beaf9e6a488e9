"""Columns that hold the numbers of another register's records: `dataset.column`, or a path to another institution's.

The two notations are those of ODCS v3.1 (relationships of properties); a contract of Faro is a file per dataset, so
the short one is read as naming another dataset of the same institution.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from faro.contracts.flaws import Flaw, column_place, flaw, properties_of

_SHORT = re.compile(r"(?P<dataset>\w+)\.(?P<column>\w+)")
_PATH = re.compile(
    r"\.\./(?P<institution>\w+)/(?P<dataset>\w+)\.odcs\.yaml#/?schema/(?P=dataset)/properties/(?P<column>\w+)"
)


class Reference(NamedTuple):
    """The column whose numbers are meant; `institution` is None where it is the contract's own."""

    institution: str | None
    dataset: str
    column: str


def reference(to: object) -> Reference | None:
    """What a relationship refers to; None where it is not written in either notation."""
    stated = next((found for form in (_SHORT, _PATH) if (found := form.fullmatch(str(to)))), None)
    return Reference(stated.groupdict().get("institution"), stated["dataset"], stated["column"]) if stated else None


def references(document: Any, path: Path) -> Iterator[Flaw]:
    """A reference leads to a register that gives these numbers itself: tokens of both are made alike."""
    for index, column in enumerate(properties_of(document)):
        stated = column.get("relationships") or []
        for relationship in stated:
            if len(stated) > 1 or not _is_sound(column, reference(relationship.get("to")), path):
                name, to = column.get("name"), relationship.get("to")
                yield flaw(
                    [*column_place(index), "relationships"],
                    es=f"«{name}» remite a «{to}»: escriba conjunto.columna, o ../institución/conjunto.odcs.yaml#"
                    "schema/conjunto/properties/columna. Una sola por columna; las dos son record_identifier, y la "
                    "otra no remite a ninguna.",
                    en=f"`{name}` refers to `{to}`: write dataset.column, or ../institution/dataset.odcs.yaml#"
                    "schema/dataset/properties/column. One per column; both are record_identifier, and the other "
                    "refers to none.",
                )


def _is_sound(column: Any, target: Reference | None, path: Path) -> bool:
    if target is None:
        return False
    folder = path.parent.with_name(target.institution) if target.institution else path.parent
    file = folder / f"{target.dataset}.odcs.yaml"
    named = _properties(file, file.stat().st_mtime_ns).get(target.column, {}) if file.exists() else {}
    classes = {column.get("classification"), named.get("classification")}
    return classes == {"record_identifier"} and not named.get("relationships")


@cache
def _properties(file: Path, _stamp: int) -> dict[str, Any]:
    """Name → column; of what is no contract nothing, for its own check says so."""
    try:
        document = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        return {each["name"]: each for each in properties_of(document)}
    except (OSError, ValueError, yaml.YAMLError, AttributeError, TypeError, KeyError):
        return {}
