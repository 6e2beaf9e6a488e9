"""The generated data: always the same bytes, the shape of the contracts, and the defects a pipeline must survive."""

import csv
import hashlib
import io
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from faro.settings import PROJECT
from faro.simulation.originals import (
    BORDER_ENTRIES,
    GLOTIP,
    IRREGULAR_FLOWS,
    MISSING_MIGRANTS,
    OIJ,
    PERSONS,
    REPORTS,
    Publication,
)

ALL = {
    "oij": OIJ,
    "glotip": GLOTIP,
    "missing_migrants": MISSING_MIGRANTS,
    "irregular_flows": IRREGULAR_FLOWS,
    "border_entries": BORDER_ENTRIES,
    "reports": REPORTS,
    "persons": PERSONS,
}
FINGERPRINTS = """
import hashlib
from faro.simulation import originals as o
for each in (
    o.OIJ, o.GLOTIP, o.MISSING_MIGRANTS, o.IRREGULAR_FLOWS, o.BORDER_ENTRIES, o.REPORTS, o.PERSONS
):
    print(hashlib.sha256(each.generate()).hexdigest())
"""


def table(publication: Publication) -> tuple[list[str], list[list[str]]]:
    header, *rows = csv.reader(io.StringIO(publication.generate().decode("utf-8-sig"), newline=""))
    return header, rows


def records(publication: Publication) -> list[dict[str, str]]:
    header, rows = table(publication)
    return [dict(zip(header, row, strict=True)) for row in rows]


def headers_of_contract(institution: str, dataset: str) -> set[str]:
    editions = PROJECT / "contracts" / institution / f"{dataset}.editions.csv"
    with editions.open(encoding="utf-8", newline="") as file:
        edition = next(csv.DictReader(file))
    return {value for name, value in edition.items() if name not in {"edition", "sheet", "skip_rows"}}


@pytest.fixture(scope="module")
def glotip() -> list[tuple]:
    sheet = openpyxl.load_workbook(io.BytesIO(GLOTIP.generate()), read_only=True).worksheets[0]
    return list(sheet.iter_rows(values_only=True))


def test_the_same_bytes_every_time_and_in_another_process() -> None:
    here = [hashlib.sha256(each.generate()).hexdigest() for each in ALL.values()]
    environment = os.environ | {"PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland"}
    there = subprocess.check_output([sys.executable, "-c", FINGERPRINTS], env=environment, text=True).split()
    assert there == here
    assert len(set(here)) == len(ALL)


@pytest.mark.parametrize("publication", ALL.values(), ids=ALL)
def test_the_name_says_that_it_is_synthetic(publication: Publication, tmp_path: Path) -> None:
    original = publication.original(tmp_path)
    assert (original.is_synthetic, "sintetico" in original.name) == (True, True)


def test_the_columns_are_those_of_the_contracts(glotip: list[tuple]) -> None:
    assert set(table(OIJ)[0]) - {""} == headers_of_contract("oij", "police_statistics")
    assert set(glotip[2]) == headers_of_contract("unodc", "glotip")
    assert set(table(MISSING_MIGRANTS)[0]) == headers_of_contract("oim", "missing_migrants")
    assert set(table(IRREGULAR_FLOWS)[0]) == headers_of_contract("oim", "irregular_flows")
    assert set(table(BORDER_ENTRIES)[0]) == headers_of_contract("dgme", "border_entries")
    assert set(table(REPORTS)[0]) == headers_of_contract("linea145", "reports") - {"id"}
    assert set(table(PERSONS)[0]) == headers_of_contract("linea145", "persons") - {"id"}


def test_police_statistics_have_their_defects() -> None:
    content = OIJ.generate()
    header, rows = table(OIJ)
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == content.count(b"\n") == len(rows) + 1 == 1501
    assert header[-2:] == ["", ""]
    assert {tuple(row[-2:]) for row in rows} == {("", "")}
    assert sum(count - 1 for count in Counter(map(tuple, rows)).values()) > 20
    text = content.decode("utf-8-sig")
    assert all(defect in text for defect in ("MONTA?A", "MACACOMA", "VASQUEZ DE CORONADO", "DESCONOCIDO"))
    assert len({row["SubVictima"].endswith("[PERSONA]") for row in records(OIJ)}) == 2
    days = [row["Fecha"].split("/") for row in records(OIJ)]
    assert max(int(day) for day, _, _ in days) > 12
    assert {int(month) for _, month, _ in days} == set(range(1, 13))
    assert len({row["Provincia"] for row in records(OIJ)}) == 7


def test_international_figures_have_their_defects(glotip: list[tuple]) -> None:
    assert "SINTÉTICOS" in glotip[0][1]
    rows = [dict(zip(glotip[2], row, strict=True)) for row in glotip[3:]]
    values = [row["txtVALUE"] for row in rows]
    assert len(rows) == 2170
    assert all(isinstance(value, str) for value in values)
    assert values.count("<5") > 200
    assert any("," in value for value in values)
    assert {"BLZ", "CRI", "SLV", "GTM", "HND", "NIC", "PAN", None} <= {row["Iso3_code"] for row in rows}
    keys = Counter(tuple(value for name, value in row.items() if name != "txtVALUE") for row in rows)
    assert any(count > 1 for count in keys.values())
    totals = {
        row["Year"]
        for row in rows
        if row["Iso3_code"] == "CRI" and row["Sex"] == row["Age"] == row["Category"] == "Total"
    }
    assert len(totals) == 8


def test_border_entries_cover_two_years() -> None:
    rows = records(BORDER_ENTRIES)
    assert len(rows) == len({(row["t"], row["nat"]) for row in rows}) == 24 * 40
    assert {row["geo"] for row in rows} == {"CRI"}
    assert {"XKX", "OOO"} <= {row["nat"] for row in rows}
    assert all(int(row["n"]) >= 0 for row in rows)


def test_incidents_are_in_the_publishers_words_and_add_up() -> None:
    content = MISSING_MIGRANTS.generate()
    rows = records(MISSING_MIGRANTS)
    assert content.startswith(b'\xef\xbb\xbf"Web ID"')
    assert content.count(b"\r\n") == content.count(b"\n") == len(rows) + 1 == 601
    assert len({row["Web ID"] for row in rows}) == len(rows)
    assert {row["Location Description"] for row in rows} == {"DATOS SINTÉTICOS / SYNTHETIC DATA"}
    assert all(re.fullmatch(r"[A-Z][a-z]+ \d\d, \d{4}", row["Reported Date"]) for row in rows)
    known = ("Number Dead", "Minimum Estimated Number of Missing")
    assert all(int(row["Total Dead and Missing"]) == sum(int(row[name] or 0) for name in known) for row in rows)
    assert all(0 < sum(not row[name] for row in rows) < len(rows) for name in (*known, "Migration Route"))
    assert any(", " in row["Cause of Death"] for row in rows)


def test_irregular_flows_have_their_defects() -> None:
    rows = records(IRREGULAR_FLOWS)
    assert len({(row["t"], row["geo"], row["nat"]) for row in rows}) == len(rows)
    assert {row["geo"] for row in rows} == {"PAN", "HND", "MEX", "COL"}
    assert {"CSK", "XKX", "OOO"} <= {row["nat"] for row in rows}
    assert sum(not row["n"] for row in rows) == 1
    assert all(int(row["n"] or 0) >= 0 for row in rows)


def test_reports_have_their_defects() -> None:
    rows = records(REPORTS)
    assert len({row["nro_registro_interno"] for row in rows}) == len(rows) == 300
    assert [row["fecha_ingreso"] for row in rows] == sorted(row["fecha_ingreso"] for row in rows)
    assert {"Si", "si", "No"} == {row["es_anonima"] for row in rows}
    assert any(row["derivacion_fecha"] and row["derivacion_fecha"] < row["fecha_ingreso"] for row in rows)
    assert any("niñas, niños" in row["subtema"] for row in rows)
    assert any(row["subtema"].startswith("Explotación sexual, ") for row in rows)
    assert "Colorado" in {row["provincia"] for row in rows}
    assert {"06", "02"} <= {row["provincia_indec_id"] for row in rows}
    assert {row["hora_ingreso"] for row in rows} == {""}


def test_persons_belong_to_reports_and_some_are_alike() -> None:
    intake = {row["nro_registro_interno"]: row["fecha_ingreso"] for row in records(REPORTS)}
    persons = records(PERSONS)
    assert len(persons) == 240
    assert all(intake[row["nro_registro_interno"]] == row["fecha_ingreso_denuncia"] for row in persons)
    assert sum(count - 1 for count in Counter(tuple(row.values()) for row in persons).values()) >= 5
    assert {"0", ""} < {row["edad_aparente"] for row in persons}
    blank = sum(not row["nacionalidad"] for row in persons) / len(persons)
    assert 0.6 < blank < 0.85
