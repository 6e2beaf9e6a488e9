"""What a column accepts, in the words of whoever fills it in."""

import re

from faro.contracts import Column
from faro.parsing.layout import LogicalType

_KINDS: dict[LogicalType, str] = {
    "string": "Texto",
    "integer": "Número entero, solo cifras",
    "number": "Número, con punto o coma para los decimales",
    "date": "Fecha: AAAA-MM-DD o DD/MM/AAAA",
    "timestamp": "Fecha y hora: AAAA-MM-DD HH:MM o DD/MM/AAAA HH:MM",
    "boolean": "Sí o No",
}
_DIGITS = re.compile(r"\^?\\d\{(\d+)\}\$?")
_DOCUMENT = "Cédula (10 cifras, con sus ceros), DIMEX (11 o 12 cifras) o número de pasaporte"


def expected(column: Column) -> str:
    """One line: kind, range or list, and whether it may stay empty."""
    parts = [_kind(column), _range(column), "" if column.is_required else "puede quedar vacía"]
    return "; ".join(part for part in parts if part) + "."


def _kind(column: Column) -> str:
    if column.accepted_values:
        return "Uno de: " + ", ".join(map(str, column.accepted_values))
    if column.identity == "document_number":
        return _DOCUMENT
    if pattern := column.option("pattern"):
        found = _DIGITS.fullmatch(str(pattern))
        return f"{found[1]} cifras" if found else f"Texto con la forma {pattern}"
    return _KINDS[column.type]


def _range(column: Column) -> str:
    least, most = column.option("minimum"), column.option("maximum")
    if column.type in {"date", "timestamp"}:
        return "no posterior a hoy"
    if least is not None and most is not None:
        return f"entre {least} y {most}"
    if least is not None:
        return f"no menor que {least}"
    return f"no mayor que {most}" if most is not None else ""
