"""What a contract must say about how deliveries relate, and by which columns a database is asked for what is new."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from faro.contracts.flaws import Flaw, Place, custom, custom_place, flaw, properties_of, types_of
from faro.contracts.model import GRANULARITIES, RELATIONS
from faro.contracts.personal_rules import stated_treatment

_FIELDS = {"keyedChanges": {"type", "version", "withdrawn"}}


def delivery_relation(document: Any, _path: Path) -> Iterator[Flaw]:
    relation, place = custom(document, "deliveryRelation"), custom_place(document, "deliveryRelation")
    kind = relation.get("type") if isinstance(relation, dict) else None
    if kind not in RELATIONS:
        listed = ", ".join(RELATIONS)
        yield flaw(
            place,
            es=f"deliveryRelation.type es uno de: {listed}.",
            en=f"deliveryRelation.type is one of: {listed}.",
        )
    elif kind == "periodReplacement":
        yield from _replaced_period(document, relation, place)
    else:
        yield from _changes(document, relation, place)


def _changes(document: Any, relation: Any, place: Place) -> Iterator[Flaw]:
    kind = relation["type"]
    if unknown := sorted(relation.keys() - _FIELDS.get(kind, {"type"})):
        listed = ", ".join(unknown)
        yield flaw(place, es=f"{kind} no admite: {listed}.", en=f"{kind} does not take: {listed}.")
    elif kind in {"keyedChanges", "fullEdition"} and not any(
        each.get("primaryKey") for each in properties_of(document)
    ):
        yield flaw(
            ["schema"],
            es=f"{kind} necesita una clave (primaryKey en alguna columna).",
            en=f"{kind} needs a key (primaryKey in some column).",
        )
    else:
        yield from _version_and_withdrawn(document, relation, place)


def _version_and_withdrawn(document: Any, relation: Any, place: Place) -> Iterator[Flaw]:
    version, withdrawn = relation.get("version"), relation.get("withdrawn")
    if "version" in relation and version not in _kept(document, "date", "timestamp"):
        yield flaw(
            place,
            es="deliveryRelation.version nombra una columna de fecha que se conserva.",
            en="deliveryRelation.version names a column of dates that is kept.",
        )
    if "withdrawn" not in relation:
        return
    is_pair = isinstance(withdrawn, dict) and withdrawn.keys() == {"column", "value"}
    if not (is_pair and withdrawn["column"] in _kept(document, "string") and isinstance(withdrawn["value"], str)):
        yield flaw(
            place,
            es="deliveryRelation.withdrawn lleva column (una columna de texto que se conserva) y value (un texto).",
            en="deliveryRelation.withdrawn has column (a column of text that is kept) and value (a text).",
        )


def _kept(document: Any, *kinds: str) -> list[str]:
    """The columns of these types that reach the warehouse as they are."""
    return [
        each.get("name")
        for each in properties_of(document)
        if each.get("logicalType") in kinds and stated_treatment(each) == "keep"
    ]


def _replaced_period(document: Any, relation: Any, place: Place) -> Iterator[Flaw]:
    dated = _kept(document, "date", "timestamp")
    is_complete = relation.keys() == {"type", "column", "granularity"}
    if not (is_complete and relation["column"] in dated and relation["granularity"] in GRANULARITIES):
        listed = ", ".join(GRANULARITIES)
        yield flaw(
            place,
            es=f"periodReplacement necesita column (una columna de fecha) y granularity (una de: {listed}).",
            en=f"periodReplacement needs column (a column of dates) and granularity (one of: {listed}).",
        )


def increment(document: Any, _path: Path) -> Iterator[Flaw]:
    increment, place = custom(document, "increment"), custom_place(document, "increment")
    if increment is None:
        return
    if not isinstance(increment, dict) or increment.keys() != {"date", "key"}:
        yield flaw(place, es="increment lleva date y key, y nada más.", en="increment has date and key, no more.")
        return
    for column in increment.values():
        if column not in list(types_of(document)):
            yield flaw(
                place,
                es=f"increment nombra «{column}», que no es una columna.",
                en=f"increment names `{column}`, which is no column.",
            )
