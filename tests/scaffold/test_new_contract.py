"""A sample becomes a contract that says all that follows from it, and asks a person for the rest, line by line."""

import gzip
import json
from pathlib import Path

import openpyxl
import pytest
import yaml

from faro.contracts.checks import problems_of
from faro.contracts.reading import institutions, parse_contract
from faro.errors import FaroError
from faro.parsing import parse
from faro.scaffold.contract_text import Subject
from faro.scaffold.inference import infer
from faro.scaffold.new_contract import (
    AlreadyThere,
    NameUnusable,
    TransportUnknown,
    Written,
    known_transport,
    parts_of,
    write_contract,
)
from faro.scaffold.sample import NoHeaderFound, known_header, read_sample, spelled

COURSES = Subject("ina", "Instituto de prueba", "courses", "Matrícula en cursos", "sftp")


@pytest.fixture
def written(contracts: Path, sample: Path) -> Written:
    return write_contract(COURSES, sample, contracts)


def test_types_names_key_and_relation_follow_from_the_sample(written: Written) -> None:
    kinds = {column.name: (column.type, column.is_required) for column in written.draft.columns}
    assert kinds == {
        "numero_de_matricula": ("string", True), "fecha_de_matricula": ("date", True), "curso": ("string", True),
        "horas": ("integer", True), "document_number": ("string", False), "given_names": ("string", True),
        "first_surname": ("string", True), "birth_date": ("date", False), "updated_on": ("date", True),
    }  # fmt: skip
    document = yaml.safe_load(written.paths[0].read_text())
    assert document["customProperties"][0]["value"] == {"type": "keyedChanges", "version": "updated_on"}
    assert document["schema"][0]["properties"][0]["primaryKey"] is True


def test_the_check_points_at_the_lines_where_a_person_decides(
    written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FARO_LANGUAGE", "en")
    path = written.paths[0]
    lines = path.read_text().splitlines()
    problems = problems_of(path)
    assert any("legalBasis" in each.message for each in problems)
    assert any("purpose" in each.message for each in problems)
    assert any("ageAt" in each.message for each in problems)
    classes = [each for each in problems if "personal-data class" in each.message]
    assert [lines[each.line - 1].split("name: ")[1].split(",")[0] for each in classes] == [
        column.name for column in written.draft.columns
    ]
    decided = ("classification", "legalBasis", "purpose", "ageAt")
    assert [each.message for each in problems if not any(word in each.message for word in decided)] == []


def test_once_decided_the_sample_reads_by_its_contract(written: Written, sample: Path) -> None:
    path, editions = written.paths[:2]
    classes = {"numero_de_matricula": "record_identifier", "document_number": "direct_identifier",
               "given_names": "direct_identifier", "first_surname": "direct_identifier",
               "birth_date": "quasi_identifier"}  # fmt: skip
    document = yaml.safe_load(path.read_text())
    document["description"]["purpose"] = "Saber qué formación reciben las víctimas."
    document["authoritativeDefinitions"] = [{"type": "legalBasis", "url": "https://example.org"}]
    document["customProperties"].append(
        {"property": "person", "value": {"role": "beneficiary", "ageAt": "fecha_de_matricula"}}
    )
    for column in document["schema"][0]["properties"]:
        column["classification"] = classes.get(column["name"], "none")
    path.write_text(yaml.safe_dump(document, allow_unicode=True, sort_keys=False))
    assert [str(each) for each in problems_of(path)] == []
    assert editions.exists()
    parsed = parse(sample.read_bytes(), parse_contract(path, document).layout(), file_name="courses.csv")
    assert (parsed.problems.rows(), parsed.frame.height) == ([], 2)
    assert [each.code for each in parsed.findings if each.severity != "info"] == []


def test_no_cell_is_in_what_is_written(written: Written) -> None:
    text = "".join(path.read_text() for path in written.paths)
    assert "CANARIO7391" not in text
    assert "Panadería" not in text


def test_a_new_institution_is_appended_and_a_known_one_is_not(contracts: Path, sample: Path) -> None:
    before = (contracts / "institutions.yml").read_text()
    write_contract(COURSES, sample, contracts)
    assert (contracts / "institutions.yml").read_text().startswith(before)
    assert institutions(contracts)["ina"].name["es"] == "Instituto de prueba"
    again = write_contract(Subject("ina", "", "workshops", "Talleres", "sftp"), sample, contracts)
    assert len(again.paths) == 2


def test_what_is_there_is_never_written_over(written: Written, contracts: Path, sample: Path) -> None:
    before = written.paths[0].read_text()
    with pytest.raises(AlreadyThere):
        write_contract(COURSES, sample, contracts)
    assert written.paths[0].read_text() == before


@pytest.mark.parametrize("transport", ["sftp", "api", "postgres"])
def test_without_a_sample_each_transport_lacks_only_decisions(
    contracts: Path, transport: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FARO_LANGUAGE", "en")
    subject = Subject("ina", "Instituto", "courses", "Cursos", known_transport(transport))
    problems = problems_of(write_contract(subject, None, contracts).paths[0])
    assert all(any(word in each.message for word in ("class", "legalBasis", "purpose")) for each in problems)
    assert len(problems) == 4


def workbook(path: Path) -> Path:
    book = openpyxl.Workbook()
    for row in (
        ["Reporte anual"],
        [],
        ["Código", "Fecha", "Monto"],
        ["A-1", "2026-01-13", 10.5],
        ["A-2", "2026-02-01", 7],
    ):
        book.active.append(row)
    book.save(path)
    return path


def test_a_workbook_with_a_title_above_its_header(tmp_path: Path) -> None:
    sample = read_sample(workbook(tmp_path / "muestra.xlsx"))
    assert (sample.skip_rows, list(sample.headers.values())) == (2, ["Código", "Fecha", "Monto"])
    assert [(each.name, each.type) for each in infer(sample).columns] == [
        ("codigo", "string"), ("fecha", "date"), ("monto", "number")
    ]  # fmt: skip


def test_json_lines_compressed(tmp_path: Path) -> None:
    path = tmp_path / "muestra.jsonl.gz"
    lines = [{"numero": n, "es_menor": n == 1, "cuando": f"2026-01-1{n}T10:00:00"} for n in (1, 2)]
    path.write_bytes(gzip.compress("".join(json.dumps(line) + "\n" for line in lines).encode()))
    sample = read_sample(path)
    draft = infer(sample)
    assert sample.suffix == ".jsonl.gz"
    assert [(each.name, each.type) for each in draft.columns] == [
        ("numero", "integer"), ("es_menor", "boolean"), ("cuando", "timestamp")
    ]  # fmt: skip
    assert draft.key == "numero"


def test_days_and_months_that_nothing_proves_stay_text(tmp_path: Path) -> None:
    path = tmp_path / "muestra.csv"
    path.write_text("Expediente,Fecha\n1,05/06/2026\n2,07/08/2026\n")
    assert [each.type for each in infer(read_sample(path)).columns] == ["integer", "string"]


@pytest.mark.parametrize("content", ["1,2,3\n4,5,6\n", "a,a\n1,2\n"])
def test_a_file_without_a_header_is_told(tmp_path: Path, content: str) -> None:
    path = tmp_path / "muestra.csv"
    path.write_text(content)
    with pytest.raises(NoHeaderFound):
        read_sample(path)


@pytest.mark.parametrize(
    ("header", "name"),
    [("Fecha de Ingreso", "fecha_de_ingreso"), ("FechaApertura", "fecha_apertura"), 
     ("1er trimestre", "c_1er_trimestre"), ("paciente.edad", "paciente_edad"), ("¿Menor?", "menor")],
)  # fmt: skip
def test_headers_are_spelled_as_names(header: str, name: str) -> None:
    assert spelled(header) == name


@pytest.mark.parametrize(
    ("header", "name"),
    [("CÉDULA", "document_number"), ("No. identificación", "document_number"), ("Primer Apellido", "first_surname"),
     ("Nombre completo", "full_name"), ("NOMBRE", "given_names"), ("Fecha Nac.", "birth_date"), ("Sexo", "sex"),
     ("Domicilio", "address"), ("Curso", None), ("Nombre del curso", None)],
)  # fmt: skip
def test_usual_headers_are_known(header: str, name: str | None) -> None:
    found = known_header(header)
    assert (found["name"] if found else None) == name


@pytest.mark.parametrize("name", ["ina", "ina/", "INA/cursos", "ina/cursos-2026", "../x/y", "ina/1curso"])
def test_unusable_names_are_refused(name: str) -> None:
    with pytest.raises(NameUnusable):
        parts_of(name)


def test_an_unknown_transport_is_refused() -> None:
    with pytest.raises(TransportUnknown) as refusal:
        known_transport("ftp")
    assert isinstance(refusal.value, FaroError)
    assert "sftp, api o postgres" in refusal.value.message("es")
