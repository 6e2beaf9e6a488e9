"""A flaw of a contract: its place, what is wrong in both languages; and how rules look into a document."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from faro.language import text

Place = Sequence[str | int]
Flaw = tuple[Place, str]
Rule = Callable[[Any, Path], Iterator[Flaw]]


def flaw(place: Place, *, es: str, en: str) -> Flaw:
    return place, text(es=es, en=en)


def properties_of(document: Any) -> list[Any]:
    """The columns as the document states them."""
    return [column for table in document.get("schema") or [] for column in table.get("properties") or []]


def types_of(document: Any) -> dict[str, str]:
    return {each.get("name"): each.get("logicalType") for each in properties_of(document)}


def column_place(index: int) -> Place:
    return ["schema", 0, "properties", index]


def custom(stated: Any, name: str) -> Any:
    """The value of a custom property of the contract or of a column."""
    properties = stated.get("customProperties") or []
    return next((each.get("value") for each in properties if each.get("property") == name), None)


def custom_place(stated: Any, name: str) -> Place:
    properties = [each.get("property") for each in stated.get("customProperties") or []]
    return ["customProperties", properties.index(name)] if name in properties else ["customProperties"]
