"""What stands in the example row of a registration workbook: made up, and sound by the contract's own rules."""

import re
from datetime import date, datetime
from typing import Any

from faro.contracts import Column

_DIGITS = re.compile(r"\^?\\d\{(\d+)\}\$?")
_DAY, _BIRTH = date(2026, 1, 31), date(1990, 12, 24)
_OF_A_PERSON = {
    "document_type": "cedula",
    "document_number": "0100000000",
    "given_names": "Nombre",
    "first_surname": "Apellido",
    "second_surname": "Apellido",
    "full_name": "Nombre Apellido Apellido",
    "alias": "Apodo",
    "birth_date": _BIRTH,
    "sex": "Mujer",
    "nationality": "CRI",
    "phone": "22220000",
    "address": "Señas exactas",
}


def example(column: Column) -> Any:
    """One value that the column accepts."""
    if column.accepted_values:
        return column.accepted_values[0]
    if column.identity:
        return _OF_A_PERSON[column.identity]
    if column.stated.primaryKey and column.type == "string" and not column.option("pattern"):
        return "EJEMPLO-1"
    return _of_type(column)


def _of_type(column: Column) -> Any:
    match column.type:
        case "date":
            return _DAY
        case "timestamp":
            return datetime(2026, 1, 31, 14, 30)
        case "boolean":
            return "Sí"
        case "integer" | "number":
            return max(1, column.option("minimum") or 0)
    found = _DIGITS.fullmatch(str(column.option("pattern") or ""))
    return "0" * int(found[1]) if found else "Texto"
