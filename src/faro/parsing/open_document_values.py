"""One ODS cell as text, as a careful export writes it: dates as ISO, durations as H:MM:SS."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

#: Prefix, as office programs choose it → its meaning, as the parser of XML writes it.
PREFIXES = {
    name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0 "
    for name in ("office", "table", "text", "style", "drawing")
} | {"calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "}
_OFFICE, _TABLE = PREFIXES["office"], PREFIXES["table"]
_FORMULA = f"{_TABLE}formula"
_MARKED = f"{PREFIXES['calcext']}value-type"
_ERROR = re.compile(r"#(?:DIV/0!|N/A|NAME\?|NUM!|REF!|VALUE!|NULL!)|Err:\d{3}")
_DURATION = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,]\d+)?S)?")


@dataclass(frozen=True)
class CellValue:
    """What the cell says, whether it is a number by nature, and the rule that it breaks where it only looks empty."""

    text: str
    is_number: bool = False
    fault: Literal["error_cell", "formula_without_value"] | None = None


def value_of(attributes: Mapping[str, str], shown: str) -> CellValue:
    """The cell's value; where it is not of the type that it states, what it shows."""
    kind, is_formula = attributes.get(f"{_OFFICE}value-type"), _FORMULA in attributes
    if attributes.get(_MARKED) == "error" or (is_formula and _ERROR.fullmatch(shown.strip())):
        return CellValue("", fault="error_cell")
    match kind:
        case "float" | "percentage" | "currency":
            return _number(attributes.get(f"{_OFFICE}value", ""), shown)
        case "date":
            return CellValue(_moment(attributes.get(f"{_OFFICE}date-value", shown)))
        case "time":
            return CellValue(_clock(attributes.get(f"{_OFFICE}time-value", "")) or shown)
        case "boolean":
            return CellValue(attributes.get(f"{_OFFICE}boolean-value", shown).upper())
        case "string":
            return CellValue(attributes.get(f"{_OFFICE}string-value", shown))
    return CellValue(shown, fault="formula_without_value" if is_formula and not shown else None)


def _number(stated: str, shown: str) -> CellValue:
    try:
        number = float(stated)
    except ValueError:
        return CellValue(shown)
    if re.fullmatch(r"-?\d+", stated):
        return CellValue(stated, is_number=True)
    is_whole = number.is_integer() and abs(number) < 1e15
    return CellValue(str(int(number)) if is_whole else repr(number), is_number=True)


def _moment(stated: str) -> str:
    return stated.replace("T", " ").removesuffix(" 00:00:00")


def _clock(stated: str) -> str | None:
    found = _DURATION.fullmatch(stated)
    return ":".join((part or "0").zfill(2) for part in found.groups()) if found else None
