"""Handing files over to the simulated institutions as a clerk would, and variants of the files that they hold."""

from __future__ import annotations

import csv
import io
import json
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import fastexcel
import psycopg
import xlsxwriter

if TYPE_CHECKING:
    from running_stack import Stack

BANNER_ROWS = 2


def hand_over(stack: Stack, institution: str, name: str, content: bytes) -> Path:
    """Put a file into an outbox, whole or not at all; its time is now."""
    target = stack.outbox(institution) / name
    arriving = target.with_name(f".{name}.arriving")
    arriving.write_bytes(content)
    os.replace(arriving, target)
    return target


def csv_rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def csv_bytes(rows: list[list[str]], encoding: str = "utf-8-sig") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode(encoding)


def as_workbook(content: bytes, date_column: str) -> bytes:
    """The rows of a CSV as a workbook, its dates as real ones."""
    header, *rows = csv_rows(content)
    place = header.index(date_column)
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"strings_to_formulas": False}) as book:
        sheet, shown = book.add_worksheet("Datos"), book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, header)
        for number, row in enumerate(rows, start=1):
            sheet.write_row(number, 0, row)
            sheet.write_datetime(number, place, datetime.strptime(row[place], "%d/%m/%Y"), shown)
    return buffer.getvalue()


def sheet_rows(path: Path) -> list[list[Any]]:
    """Every row of the first sheet, banner rows included."""
    sheet = fastexcel.read_excel(path).load_sheet(0, header_row=None, dtypes="string")
    return [list(row) for row in sheet.to_polars().rows()]


def workbook(rows: list[list[Any]]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"constant_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("data_glotip_1")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, ["" if cell is None else cell for cell in row])
    return buffer.getvalue()


def same_workbook_other_bytes(path: Path, remark: str) -> bytes:
    """The same workbook with another SHA-256: the archive's remark is no content."""
    buffer = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.comment = remark.encode()
    return buffer.getvalue()


class BorderEntries:
    """What the migration institution's API serves now."""

    def __init__(self, stack: Stack) -> None:
        self._path = stack.home / "institutions" / "dgme" / "border_entries.jsonl"

    def rows(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self._path.read_text().splitlines()]

    def publish(self, rows: list[dict[str, Any]]) -> None:
        arriving = self._path.with_suffix(".arriving")
        arriving.write_text("".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows))
        arriving.replace(self._path)


class Hotline:
    """The hotline's own database, as its owner."""

    def __init__(self, stack: Stack) -> None:
        self._uri = stack.institution_uri("linea145_owner", "linea145")

    @contextmanager
    def connection(self) -> Iterator[psycopg.Connection]:
        with psycopg.connect(self._uri) as connection:
            yield connection

    def first_report(self) -> dict[str, Any]:
        """The oldest report, under the institution's own column names, without its row number."""
        with self.connection() as connection, connection.cursor(row_factory=psycopg.rows.dict_row) as cursor:
            row = cursor.execute("select * from denuncias order by fecha_ingreso, id limit 1").fetchone()
        assert row is not None
        return {name: value for name, value in row.items() if name != "id"}

    def enter(self, table: str, row: dict[str, str | date | None]) -> None:
        names, marks = ", ".join(row), ", ".join(["%s"] * len(row))
        with self.connection() as connection:
            connection.execute(f"insert into {table} ({names}) values ({marks})", list(row.values()))  # type: ignore[call-overload]
