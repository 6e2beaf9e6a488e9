"""What a spreadsheet checks while somebody types: closed lists, dates, numbers, lengths, as the contract says."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from faro.contracts import Column
from faro.feedback.expected import expected

LISTS = "Listas"
_YES_NO = ("Sí", "No")
_DIGITS = re.compile(r"\^?\\d\{(\d+)\}\$?")
#: What Excel takes as the longest message of a check, and as its longest title.
_LONGEST_MESSAGE, _LONGEST_TITLE = 255, 32
_NUMBER_FORMATS = {"date": "yyyy-mm-dd", "timestamp": "yyyy-mm-dd hh:mm", "integer": "0", "number": "General"}


def number_format(column: Column) -> str:
    """Text stays text, so that no leading zero is lost."""
    return _NUMBER_FORMATS.get(column.type, "@")


def write_lists(book: Workbook, columns: Sequence[Column]) -> Mapping[str, str]:
    """A hidden sheet with every closed list; column → the range that holds its list."""
    lists = {column.name: values for column in columns if (values := _accepted(column))}
    if not lists:
        return {}
    sheet = book.add_worksheet(LISTS)
    sheet.very_hidden()
    places = {}
    for position, (name, values) in enumerate(lists.items()):
        sheet.write_column(0, position, values)
        letter = xl_col_to_name(position)
        places[name] = f"={LISTS}!${letter}$1:${letter}${len(values)}"
    return places


def add_check(sheet: Worksheet, column: Column, place: tuple[int, int, int, int], lists: Mapping[str, str]) -> None:
    """The check of one column on a range (first row, first column, last row, last column)."""
    sheet.data_validation(*place, {**_check(column, place, lists), **_messages(column)})


def _accepted(column: Column) -> list[str]:
    return [*_YES_NO] if column.type == "boolean" else [str(value) for value in column.accepted_values]


def _check(column: Column, place: tuple[int, int, int, int], lists: Mapping[str, str]) -> dict[str, Any]:
    if column.name in lists:
        # a value that nobody listed is loaded and reported, so the sheet warns and does not refuse
        strength = "stop" if column.type == "boolean" else "warning"
        return {"validate": "list", "source": lists[column.name], "error_type": strength}
    if column.type in {"date", "timestamp"}:
        return {"validate": "date", "criteria": "between", "minimum": date(1900, 1, 1), "maximum": "=TODAY()+1"}
    if column.type in {"integer", "number"}:
        return _number(column)
    if found := _DIGITS.fullmatch(str(column.option("pattern") or "")):
        cell = f"{xl_col_to_name(place[1])}{place[0] + 1}"
        return {"validate": "custom", "value": f"=AND(LEN({cell})={found[1]},ISNUMBER(-{cell}))"}
    return {"validate": "length", "criteria": "<=", "value": 32_000}


def _number(column: Column) -> dict[str, Any]:
    least, most = column.option("minimum"), column.option("maximum")
    limit = 10**15
    return {
        "validate": column.type if column.type == "integer" else "decimal",
        "criteria": "between",
        "minimum": -limit if least is None else least,
        "maximum": limit if most is None else most,
    }


def _messages(column: Column) -> dict[str, Any]:
    told = expected(column)
    short = told if len(told) <= _LONGEST_MESSAGE else told[: _LONGEST_MESSAGE - 1] + "…"
    title = column.title[:_LONGEST_TITLE]
    return {"input_title": title, "input_message": short, "error_title": title, "error_message": short}
