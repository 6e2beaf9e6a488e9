"""What the parser's tests are made of: layouts, and files written on the spot (no fixture files)."""

import csv
import datetime as dt
import io
import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter
import yaml
from odf.element import Element
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from faro.errors import DeliveryError
from faro.parsing import Column, Edition, Layout, Parsed, parse
from faro.parsing.layout import DateOrder
from faro.settings import PROJECT

Row = Sequence[Any]


@cache
def of_contract(institution: str, dataset: str) -> Layout:
    """The layout that the contract's files declare."""
    folder = PROJECT / "contracts" / institution
    contract = yaml.safe_load((folder / f"{dataset}.odcs.yaml").read_text(encoding="utf-8"))
    columns = tuple(
        Column(item["name"], item["logicalType"], bool(item.get("required")))
        for item in contract["schema"][0]["properties"]
    )
    return Layout(institution, dataset, columns, tuple(_editions(folder / f"{dataset}.editions.csv")))


def _editions(path: Path) -> list[Edition]:
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Edition(
                row.pop("edition"),
                row.pop("sheet") or None,
                int(row.pop("skip_rows")),
                headers=row,
                header_rows=int(row.pop("header_rows", 1)),
                date_order=row.pop("date_order", None) or None,  # type: ignore[arg-type]
            )
            for row in csv.DictReader(file)
        ]


#: A small dataset with every type; the headers are Spanish, as institutions write them.
HEADERS = {
    "day": "Fecha",
    "place": "Provincia",
    "cases": "Cantidad",
    "rate": "Tasa",
    "at": "Registro",
    "minor": "Menor",
}
TYPES = {"day": "date", "place": "string", "cases": "integer", "rate": "number", "at": "timestamp", "minor": "boolean"}


def layout(
    *names: str,
    required: Sequence[str] = ("day", "place"),
    sheet: str | None = None,
    skip_rows: int = 0,
    date_order: DateOrder | None = None,
) -> Layout:
    """A layout with those of the small dataset's columns (all of them by default)."""
    chosen = names or tuple(HEADERS)
    columns = tuple(Column(name, TYPES[name], name in required) for name in chosen)  # type: ignore[arg-type]
    edition = Edition("2020", sheet, skip_rows, {name: HEADERS[name] for name in chosen}, date_order=date_order)
    return Layout("prueba", "casos", columns, (edition,))


def texts(width: int) -> Layout:
    """A layout of text columns only, none required: c0, c1, …"""
    names = [f"c{position}" for position in range(width)]
    columns = tuple(Column(name, "string", False) for name in names)
    return Layout("prueba", "textos", columns, (Edition("1", None, 0, {name: name for name in names}),))


def read(data: bytes | str, of: Layout, file_name: str = "entrega.csv") -> Parsed:
    """The parsed content."""
    return parse(data.encode() if isinstance(data, str) else data, of, file_name=file_name)


def outcome(data: bytes, of: Layout, file_name: str = "entrega.csv") -> Any:
    """Everything that a reader of the parser can see, or the refusal."""
    try:
        parsed = parse(data, of, file_name=file_name)
    except DeliveryError as refusal:
        return type(refusal), dict(refusal.facts)
    findings = [(each.code, dict(each.facts)) for each in parsed.findings]
    return parsed.frame.to_dict(as_series=False), parsed.problems.rows(), findings, parsed.edition, parsed.encoding


def as_csv(rows: Sequence[Row], delimiter: str = ",", line_end: str = "\r\n") -> str:
    """Rows as a well-formed delimited text."""
    file = io.StringIO(newline="")
    broken = any("\n" in str(cell) or "\r" in str(cell) for row in rows for cell in row)
    quoting = csv.QUOTE_ALL if broken else csv.QUOTE_MINIMAL
    csv.writer(file, delimiter=delimiter, lineterminator=line_end, quoting=quoting).writerows(rows)
    return file.getvalue()


def as_xlsx(rows: Sequence[Row], sheet: str = "Hoja1", others: dict[str, Sequence[Row]] | None = None) -> bytes:
    """Rows as a workbook; dates, times and truth values as real cells; a pair is a formula and its saved result."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"default_date_format": "dd/mm/yyyy", "strings_to_numbers": False})
    for name, content in {sheet: rows, **(others or {})}.items():
        page = book.add_worksheet(name)
        for number, row in enumerate(content):
            for position, value in enumerate(row):
                _write(page, number, position, value)
    book.close()
    return stream.getvalue()


def as_ods(rows: Sequence[Row], sheet: str = "Hoja1", others: dict[str, Sequence[Row]] | None = None) -> bytes:
    """Rows as an ODS workbook with cells of their own types; what odfpy made itself is put in as it is."""
    book = OpenDocumentSpreadsheet()
    for name, content in {sheet: rows, **(others or {})}.items():
        table = Table(name=name)
        for line in content:
            row = TableRow()
            for value in line or [None]:
                row.addElement(_ods_cell(value))
            table.addElement(row)
        book.spreadsheet.addElement(table)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _ods_cell(value: Any) -> Any:
    match value:
        case None:
            return TableCell()
        case Element():
            return value
        case bool():
            return _ods_typed("boolean", str(value).upper(), booleanvalue=str(value).lower())
        case int() | float():
            return _ods_typed("float", str(value), value=str(value))
        case dt.date():
            return _ods_typed("date", value.strftime("%d/%m/%Y"), datevalue=value.isoformat())
        case dt.timedelta():
            hours, rest = divmod(int(value.total_seconds()), 3600)
            stated = f"PT{hours:02}H{rest // 60:02}M{rest % 60:02}S"
            return _ods_typed("time", f"{hours}:{rest // 60:02}", timevalue=stated)
    return _ods_typed("string", str(value))


def _ods_typed(kind: str, shown: str, **stated: str) -> Any:
    cell = TableCell(valuetype=kind, **stated)
    for line in shown.split("\n"):
        cell.addElement(P(text=line))
    return cell


def _write(page: Any, row: int, column: int, value: Any) -> None:
    if isinstance(value, tuple):
        page.write_formula(row, column, value[0], None, value[1])
    elif isinstance(value, str):
        page.write_string(row, column, value)
    elif isinstance(value, dt.date | dt.time | dt.timedelta):
        page.write_datetime(row, column, value)
    elif value is not None:
        page.write(row, column, value)


def as_jsonl(rows: Sequence[dict[str, Any]]) -> str:
    """Rows as JSON lines."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def rules(parsed: Parsed) -> list[tuple[int, str | None, str]]:
    """The problems as plain tuples."""
    return [(problem.row, problem.column, problem.rule) for problem in parsed.each_problem()]


def codes(parsed: Parsed) -> set[str]:
    """The codes of the findings."""
    return {finding.code for finding in parsed.findings}


def values(parsed: Parsed, column: str) -> list[Any]:
    """A typed column as a list."""
    return parsed.frame[column].to_list()


def without_rows(parsed: Parsed) -> pl.DataFrame:
    """The frame without its row numbers."""
    return parsed.frame.drop("_row_number")
