"""Files as institutions write them: the same bytes every time, and readable by whoever reads such files."""

import csv
import gzip
import io
import json
import os
import subprocess
import sys
from datetime import date

import openpyxl
import pytest
from odf.opendocument import load
from odf.table import Table, TableCell, TableRow

from faro.simulation.formats import (
    Sheet,
    csv_latin_1,
    csv_utf_8,
    json_lines,
    open_document,
    workbook,
    workbook_grouped,
)

SHEET = Sheet(
    name="Datos",
    headers=("Persona / Nombre", "Persona / Edad", "Registro / Fecha"),
    rows=[("Núñez; «<&>» =1", 3, date(2020, 1, 2)), (None, None, None), ("0109", 0, "2020-02-30")],
    banner=("Institución",),
    totals=("Total", 3, None),
    day="%d/%m/%Y",
)
WRITERS = (csv_utf_8, csv_latin_1, workbook, workbook_grouped, open_document, json_lines)
FINGERPRINTS = """
import hashlib, sys
sys.path.insert(0, "tests/simulation")
from test_simulation_formats import SHEET, WRITERS
for each in reversed(WRITERS):
    print(hashlib.sha256(each.write(SHEET)).hexdigest())
"""


def book(content: bytes) -> openpyxl.worksheet.worksheet.Worksheet:
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]


def test_the_same_bytes_in_every_process() -> None:
    """Also after other writers ran, and wherever the clock stands."""
    environment = os.environ | {"PYTHONHASHSEED": "5", "TZ": "Pacific/Auckland"}
    runs = [
        subprocess.check_output([sys.executable, "-c", code], env=environment, text=True).split()
        for code in (FINGERPRINTS, FINGERPRINTS.replace("reversed(WRITERS)", "WRITERS"))
    ]
    assert runs[0] == runs[1][::-1]
    assert len(set(runs[0])) == len(WRITERS)


@pytest.mark.parametrize(
    ("writer", "encoding", "separator"), [(csv_utf_8, "utf-8-sig", ","), (csv_latin_1, "iso-8859-1", ";")]
)
def test_csv(writer, encoding: str, separator: str) -> None:
    lines = list(csv.reader(io.StringIO(writer.write(SHEET).decode(encoding), newline=""), delimiter=separator))
    assert lines == [
        ["Institución"],
        list(SHEET.headers),
        ["Núñez; «<&>» =1", "3", "02/01/2020"],
        ["", "", ""],
        ["0109", "0", "2020-02-30"],
        ["Total", "3", ""],
    ]


def test_only_one_csv_has_a_mark_and_latin_1_is_no_utf_8() -> None:
    assert csv_utf_8.write(SHEET).startswith(b"\xef\xbb\xbf")
    with pytest.raises(UnicodeDecodeError):
        csv_latin_1.write(SHEET).decode()


def test_a_workbook_has_real_dates_and_numbers() -> None:
    sheet = book(workbook.write(SHEET))
    assert [cell.value for cell in sheet[2]] == list(SHEET.headers)
    text, number, day = sheet[3]
    assert (text.value, number.value, day.value.date(), day.is_date) == ("Núñez; «<&>» =1", 3, date(2020, 1, 2), True)
    assert [cell.value for cell in sheet[5]] == ["0109", 0, "2020-02-30"]
    assert sheet["A6"].value == "Total"


def test_the_upper_header_row_is_merged() -> None:
    sheet = book(workbook_grouped.write(SHEET))
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A2:B2"]
    assert [cell.value for cell in sheet[2]] == ["Persona", None, "Registro"]
    assert [cell.value for cell in sheet[3]] == ["Nombre", "Edad", "Fecha"]
    assert sheet["A4"].value == "Núñez; «<&>» =1"


def test_an_open_document_is_one_for_its_own_library() -> None:
    document = load(io.BytesIO(open_document.write(SHEET)))
    (table,) = document.spreadsheet.getElementsByType(Table)
    rows = [row.getElementsByType(TableCell) for row in table.getElementsByType(TableRow)]
    assert [str(cell) for cell in rows[1]] == list(SHEET.headers)
    assert str(rows[2][0]) == "Núñez; «<&>» =1"
    assert (rows[2][1].getAttribute("valuetype"), rows[2][1].getAttribute("value")) == ("float", "3")
    assert (rows[2][2].getAttribute("valuetype"), rows[2][2].getAttribute("datevalue")) == ("date", "2020-01-02")
    assert len(rows) == 6


def test_json_lines_nest_where_headers_have_dots() -> None:
    sheet = Sheet("x", ("paciente.documento.numero", "paciente.sexo", "fecha"), [("1", None, date(2020, 1, 2))])
    (line,) = gzip.decompress(json_lines.write(sheet)).decode().splitlines()
    assert json.loads(line) == {"paciente": {"documento": {"numero": "1"}, "sexo": None}, "fecha": "2020-01-02"}
