"""The values of a JSON object by their paths: `paciente.documento.numero`; what cannot be one cell is told."""

from dataclasses import dataclass
from typing import Any

from faro.parsing.headers import normalised
from faro.parsing.layout import Layout

_BETWEEN_ITEMS = "; "


class RepeatedKey(ValueError):
    """An object has a key twice."""


@dataclass(frozen=True)
class Paths:
    """The paths that the editions name, and those of the objects around them, as headers are compared."""

    wanted: frozenset[str]
    parents: frozenset[str]

    @classmethod
    def of(cls, layout: Layout) -> "Paths":
        stated = [header.split(".") for edition in layout.editions for header in edition.collected.values()]
        parents = {normalised(".".join(path[:end])) for path in stated for end in range(1, len(path))}
        return cls(frozenset(normalised(".".join(path)) for path in stated), frozenset(parents))

    def flattened(self, row: dict[str, Any]) -> tuple[dict[str, Any], str | None]:
        """Path → value, and the rule that the row's shape breaks. An absent or null object is blank fields."""
        found: dict[str, Any] = {}
        rule = None
        waiting = [*reversed(row.items())]
        while waiting:
            path, value = waiting.pop()
            name = normalised(path)
            if isinstance(value, dict) and name not in self.wanted:
                waiting += [(f"{path}.{key}", inner) for key, inner in reversed(value.items())]
            elif name in self.parents - self.wanted:
                rule = rule if value is None else "not_an_object"
            elif path in found:
                rule = "repeated_key"
            else:
                found[path] = value
        return found, rule


def distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object's members. Raises RepeatedKey."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise RepeatedKey
    return found


def as_cell(value: Any, *, joined: bool) -> tuple[str | None, str | None]:
    """The text of a value, where a list may be one, and the rule that it breaks."""
    if not isinstance(value, dict | list):
        return _as_text(value), None
    if not joined or isinstance(value, dict) or any(isinstance(item, dict | list) for item in value):
        return None, "not_a_scalar"
    items = [text for item in value if (text := _as_text(item))]
    if any(";" in item for item in items):
        return None, "separator_in_item"
    return _BETWEEN_ITEMS.join(items), None


def _as_text(value: Any) -> str | None:
    match value:
        case None:
            return None
        case bool():
            return str(value).upper()
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value).encode("utf-8", "replace").decode()
