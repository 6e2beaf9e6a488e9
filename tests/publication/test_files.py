"""The files of a release: the same bytes always, the same rows in all, and nothing of what is hidden."""

import csv
import io
import json
import os
import subprocess
import sys
import time
from dataclasses import asdict, astuple, fields, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import get_args
from zipfile import ZipFile

import polars as pl
import pytest
from hypothesis import given
from openpyxl import load_workbook
from properties import examples
from release_figures import FACTS, figure, figures, files_of

from faro.indicators.definitions import definitions
from faro.publication.dictionary import COLUMNS, STATUSES
from faro.publication.figures import PublishedFigure, Status
from faro.publication.rows import number_text
from faro.publication.workbook import NUMBER_FORMATS, WIDTHS
from faro.releases.policy import disclosure_policy

NAMES = [
    "cifras.csv", "cifras.parquet", "cifras.xlsx", "diccionario.csv", "manifest.json", "notas.md", "notes.md"
]  # fmt: skip
SOME = [
    figure(),
    figure(category="man", category_es="Hombre", value=None, status="suppressed"),
    figure(indicator_id="I-05", unit_en="share", unit_es="proporción", value=1 / 3),
    figure(indicator_id="I-08", period="2020–2022", value=None, status="no_data"),
]
#: Writes the digest of each file, in a process of its own.
_DIGESTS = """
import json, os, sys
from hashlib import sha256
os.umask(int(sys.argv[1], 8))
sys.path.insert(0, sys.argv[2])
from test_files import FACTS, SOME, files_of
print(json.dumps({name: sha256(content).hexdigest() for name, content in files_of(SOME, FACTS).items()}))
"""


def csv_rows(content: bytes) -> list[tuple[object, ...]]:
    """As `astuple` of each figure is."""
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return [
        tuple(
            (float(cell) if cell else None) if name == "value" else cell.removeprefix("'") for name, cell in row.items()
        )
        for row in rows
    ]


def sheet_rows(content: bytes) -> list[tuple[object, ...]]:
    """Of the sheet of figures, in the order of the columns of a figure."""
    sheet = load_workbook(io.BytesIO(content))["Cifras"]
    places = {name: place for place, name in enumerate(WIDTHS)}
    statuses = {told.es: status for status, told in STATUSES.items()}
    found = []
    for cells in sheet.iter_rows(min_row=3, values_only=True):
        row = {field.name: cells[places[field.name]] for field in fields(PublishedFigure)}
        row["status"] = statuses[str(row["status"])]
        row["value"] = row["value"] if row["status"] == "published" else None
        found.append(tuple(row.values()))
    return found


def published(rows: list[PublishedFigure]) -> list[tuple[object, ...]]:
    """What every format holds of them."""
    return [astuple(row if row.value is None else replace(row, value=float(number_text(row.value)))) for row in rows]


@given(figures())
@examples(60)
def test_the_three_formats_hold_the_same_rows(rows: list[PublishedFigure]) -> None:
    files = files_of(rows, FACTS)
    assert csv_rows(files["cifras.csv"]) == published(rows)
    assert pl.read_parquet(files["cifras.parquet"]).rows() == published(rows)
    assert sheet_rows(files["cifras.xlsx"]) == published(rows)


@given(figures())
@examples(20)
def test_the_same_figures_make_the_same_bytes(rows: list[PublishedFigure]) -> None:
    assert files_of(rows, FACTS) == files_of(list(rows), replace(FACTS))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("zone", "language", "mask", "threads"), [("Asia/Tokyo", "en_US.UTF-8", "077", "1"), ("UTC", "C", "000", "4")]
)
def test_neither_clock_nor_zone_nor_locale_nor_umask_changes_a_byte(
    zone: str, language: str, mask: str, threads: str
) -> None:
    here = {name: sha256(content).hexdigest() for name, content in files_of(SOME, FACTS).items()}
    told = {"TZ": zone, "LC_ALL": language, "LANG": language, "FARO_LANGUAGE": "", "POLARS_MAX_THREADS": threads}
    random = {"PYTHONHASHSEED": "7", "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    command = [sys.executable, "-c", _DIGESTS, mask, str(Path(__file__).parent)]
    found = subprocess.run(command, env={**os.environ, **told, **random}, capture_output=True, text=True, check=True)
    assert json.loads(found.stdout) == here


def test_another_day_changes_no_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    before = files_of(SOME, FACTS)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 10**8)
    monkeypatch.setattr(time, "localtime", lambda *_: time.gmtime(now + 10**8))
    assert files_of(SOME, FACTS) == before


def test_the_workbook_bears_no_date_but_that_of_the_release() -> None:
    content = files_of(SOME, FACTS)["cifras.xlsx"]
    with ZipFile(io.BytesIO(content)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {part.compress_type for part in parts.infolist()} == {0}
    told = load_workbook(io.BytesIO(content)).properties
    assert told.created == told.modified == datetime(2026, 10, 15)


def test_all_files_are_there_and_the_manifest_says_the_rest() -> None:
    files = files_of(SOME, FACTS)
    manifest = json.loads(files["manifest.json"])
    assert sorted(files) == NAMES
    assert {name: (told["sha256"], told["bytes"]) for name, told in manifest.pop("files").items()} == {
        name: (sha256(content).hexdigest(), len(content)) for name, content in files.items() if name != "manifest.json"
    }
    assert manifest == {**asdict(FACTS), "held": [], "licence": "CC BY 4.0", "rows": len(SOME)}
    assert files["manifest.json"].endswith(b"}\n")
    assert list(json.loads(files["manifest.json"])) == sorted(json.loads(files["manifest.json"]))


@pytest.mark.parametrize(
    "given", [{"status": "suppressed", "value": 3.0}, {"value": None}, {"status": "no_data"}, {"value": float("nan")}]
)
def test_a_value_that_must_not_be_there_stops_everything(given: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="I-04 2022 sex woman"):
        files_of([figure(**given)], FACTS)


def test_nobody_is_told_which_are_hidden_for_being_small() -> None:
    hidden = [figure(category=name, value=None, status="suppressed") for name in ("man", "woman")]
    files = files_of(hidden, FACTS)
    first, second = csv_rows(files["cifras.csv"])
    assert [one for one, other in zip(first, second, strict=True) if one != other] == ["man"]


def test_a_number_is_a_number_and_what_is_not_shown_is_a_word() -> None:
    sheet = load_workbook(io.BytesIO(files_of(SOME, FACTS)["cifras.xlsx"]))["Cifras"]
    column = [cells[list(WIDTHS).index("value")] for cells in sheet.iter_rows(min_row=3)]
    assert [cell.value for cell in column] == [18, "protegida", 0.3333333333, "sin dato"]
    assert [(cell.data_type, cell.number_format) for cell in column] == [
        ("n", "#,##0"), ("s", "General"), ("n", "0.0%"), ("s", "General"),
    ]  # fmt: skip
    assert column[1].font.color.rgb == "FF5B6B7B"
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A3", "A2:O6")


def test_the_workbook_has_its_three_sheets_and_says_what_it_is() -> None:
    book = load_workbook(io.BytesIO(files_of(SOME, replace(FACTS, is_demonstration=True))["cifras.xlsx"]))
    assert book.sheetnames == ["Cifras", "Diccionario", "Notas"]
    assert "datos sintéticos" in book["Cifras"]["A1"].value
    assert book["Diccionario"]["A2"].value == "indicator_id"
    assert "`" not in "".join(str(cell.value) for cell in book["Notas"]["A"])


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (0.0, "0"), (-0.0, "0"), (18.0, "18"), (1 / 3, "0.3333333333"), (123456789012345.0, "123456789012345"),
        (1e-7 / 3, "0.00000003333333333"), (1234567.891234, "1234567.891"), (-2.5, "-2.5"),
    ],
)  # fmt: skip
def test_a_number_has_a_point_ten_digits_and_no_exponent(value: float, told: str) -> None:
    assert number_text(value) == told


@pytest.mark.parametrize("label", ["=1+1", "+1", "-1", "@SUM(A1)"])
def test_a_label_is_never_a_formula(label: str) -> None:
    files = files_of([figure(category_es=label)], FACTS)
    assert f",'{label}," in files["cifras.csv"].decode()
    sheet = load_workbook(io.BytesIO(files["cifras.xlsx"]))["Cifras"]
    cell = sheet.cell(3, list(WIDTHS).index("category_es") + 1)
    assert (cell.value, cell.data_type) in {(label, "s"), (label, "f")}
    with ZipFile(io.BytesIO(files["cifras.xlsx"])) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


def test_programs_pass_over_the_mark_by_which_excel_knows_the_encoding() -> None:
    content = files_of(SOME, FACTS)["cifras.csv"]
    assert content.startswith(b"\xef\xbb\xbf")
    assert pl.read_csv(content).columns == [field.name for field in fields(PublishedFigure)]


def test_the_dictionary_tells_every_column_and_every_status_in_both_languages() -> None:
    names = [field.name for field in fields(PublishedFigure)]
    assert list(COLUMNS) == names
    assert sorted(WIDTHS) == sorted(names)
    assert set(STATUSES) == set(get_args(Status))
    rows = list(csv.DictReader(io.StringIO(files_of([], FACTS)["diccionario.csv"].decode("utf-8-sig"))))
    assert [row["column"] for row in rows if not row["value"]] == names
    assert [row["value"] for row in rows if row["value"]] == list(STATUSES)
    assert all(
        row[f"{what}_{language}"] for row in rows for what in ("name", "description") for language in ("es", "en")
    )
    assert len({row["name_es"] for row in rows}) == len(rows)


def test_number_formats_are_of_units_that_there_are() -> None:
    assert NUMBER_FORMATS.keys() <= {labels["en"] for labels in definitions().units.values()}


def notes(**given: object) -> tuple[str, str]:
    files = files_of(SOME, replace(FACTS, **given))
    return files["notas.md"].decode(), files["notes.md"].decode()


def test_notes_follow_from_the_policy() -> None:
    policy = disclosure_policy()
    thresholds = policy.thresholds.model_copy(update={"one_characteristic": 7, "crossing": 13, "median": 17})
    files = files_of(SOME, FACTS, policy.model_copy(update={"thresholds": thresholds}))
    es, en = files["notas.md"].decode(), files["notes.md"].decode()
    assert all(told in es for told in ("de 1 a 6", "de 1 a 12", "17 unidades", "denuncias", "3 o 5 años"))
    assert all(told in en for told in ("from 1 to 6", "from 1 to 12", "17 units", "complaints", "3 or 5 years"))
    assert "de 1 a 4" not in es


def test_notes_say_when_by_what_and_how_many() -> None:
    es, en = notes()
    assert "# Cifras de Faro, edición 2026-T3\n" in es
    assert "(tercer trimestre de 2026), preparada el 15 de octubre de 2026. Programa: 0.1.0." in es
    assert "(third quarter of 2026), prepared on 15 October 2026. Software: 0.1.0." in en
    assert "Filas: 4. Cifras publicadas: 2; protegidas: 1; sin dato: 1." in es
    assert "Equipo de Respuesta Inmediata (eri)" in es
    assert all("CC BY 4.0" in told and "sha256sum cifras.xlsx" in told for told in (es, en))


@pytest.mark.parametrize(
    ("given", "es", "en"),
    [
        (
            {"held": ("2021 (I-31)", "2022 (I-31)")},
            "a ella: 2021 (I-31) y 2022 (I-31).",
            "it: 2021 (I-31) and 2022 (I-31).",
        ),
        ({"out_of_turn": "Informe\nal Congreso"}, "Motivo: Informe al Congreso", "Reason: Informe al Congreso"),
        ({"is_demonstration": True}, "**Publicación de demostración: datos sintéticos", "**Demonstration release:"),
    ],
)
def test_notes_tell_what_is_special_and_nothing_else(given: dict[str, object], es: str, en: str) -> None:
    usual, special = notes(), notes(**given)
    assert (es in special[0], en in special[1]) == (True, True)
    assert (es in usual[0], en in usual[1]) == (False, False)


@pytest.mark.parametrize("sources", ["eri, otra", "eri/resolutions, eri/referrals,otra/x"])
def test_notes_name_each_institution_once(sources: str) -> None:
    files = files_of([figure(sources=sources)], FACTS, names={"eri": {"es": "Equipo", "en": "Team"}})
    assert "\nFuentes: Equipo (eri); otra.\n" in files["notas.md"].decode()
    assert "\nSources: Team (eri); otra.\n" in files["notes.md"].decode()


def test_a_demonstration_is_not_to_be_cited() -> None:
    assert "Cítelas así" in notes()[0]
    assert "Cítelas así" not in notes(is_demonstration=True)[0]
