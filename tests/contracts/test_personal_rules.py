"""What contracts say about personal data: each flaw with its line and cure, and the raw columns that follow."""

from pathlib import Path
from typing import Any

import pytest
from synthetic_contracts import column, document, synthetic_contract, write_contract

from faro.contracts import Contract
from faro.contracts.checks import problems_of
from faro.contracts.reading import read_editions
from faro.contracts.treatment import RawColumn

KEYED = {"type": "keyedChanges", "version": "updated_on", "withdrawn": {"column": "estado", "value": "Anulado"}}


def says(**properties: str) -> list[dict[str, str]]:
    return [{"property": name, "value": value} for name, value in properties.items()]


def direct(name: str, role: str, **properties: str) -> dict[str, Any]:
    return column(name, classification="direct_identifier", customProperties=says(identity=role, **properties))


COLUMNS = [
    column("number", classification="record_identifier", primaryKey=True, primaryKeyPosition=1, required=True),
    column("document_type", classification="quasi_identifier", customProperties=says(identity="document_type")),
    direct("document_number", "document_number"),
    direct("full_name", "full_name", nameOrder="surnames_first"),
    column("birth_date", "date", classification="quasi_identifier", customProperties=says(identity="birth_date")),
    column("caller", classification="direct_identifier", customProperties=says(treatment="drop")),
    column("narrative", classification="free_text"),
    column("happened_on", "date"),
    column("updated_on", "date"),
    column("estado"),
]
PERSON = {"role": "victim", "ageAt": "happened_on"}


def contract_of(columns: list[dict[str, Any]], relation: Any = KEYED, person: Any = PERSON) -> dict[str, Any]:
    stated = [{"property": "deliveryRelation", "value": relation}]
    stated += [{"property": "person", "value": person}] if person is not None else []
    return document("people", columns, {}, customProperties=stated)


def changed(name: str, **stated: Any) -> list[dict[str, Any]]:
    return [{**each, **stated} if each["name"] == name else each for each in COLUMNS]


@pytest.fixture
def people(tmp_path: Path) -> Contract:
    whole = contract_of(COLUMNS)
    stated = {"customProperties": whole["customProperties"]}
    return synthetic_contract(tmp_path, "people", COLUMNS, KEYED, **stated)


def test_a_contract_about_persons_is_sound(tmp_path: Path) -> None:
    assert problems_of(write_contract(tmp_path, contract_of(COLUMNS))) == []


def test_raw_columns_hold_nothing_that_tells_who_it_is(people: Contract) -> None:
    assert [(raw.name, raw.type, raw.source) for raw in people.raw_columns] == [
        ("number", "string", "number"),
        ("document_type", "string", "document_type"),
        ("document_number", "string", "document_number"),
        ("full_name", "string", "full_name"),
        ("birth_month", "date", "birth_date"),
        ("age", "integer", "birth_date"),
        ("has_narrative", "boolean", "narrative"),
        ("happened_on", "date", "happened_on"),
        ("updated_on", "date", "updated_on"),
        ("estado", "string", "estado"),
    ]
    assert {each.name: each.treatment for each in people.columns if each.treatment != "keep"} == {
        "number": "token", "document_number": "token", "full_name": "token", "birth_date": "generalise",
        "caller": "drop", "narrative": "presence",
    }  # fmt: skip
    assert all(isinstance(raw, RawColumn) and raw.description for raw in people.raw_columns)


def test_who_the_rows_are_about_and_which_holds(people: Contract) -> None:
    assert people.person is not None
    assert (people.person.role, people.person.age_at) == ("victim", "happened_on")
    assert (people.relation.version, people.relation.withdrawn.value) == ("updated_on", "Anulado")  # type: ignore[union-attr]
    assert people.column("full_name").name_order == "surnames_first"
    named = people.column_of("birth_date")
    assert named is not None
    assert named.name == "birth_date"
    assert people.column_of("phone") is None


FLAWS: dict[str, tuple[dict[str, Any], str, str, str]] = {
    "unknown identity": (contract_of(changed("document_type", customProperties=says(identity="shoe_size"))),
        "name: document_type", "identity es una de: document_type", "identity is one of: document_type"),
    "a name that is no direct identifier": (contract_of(changed("full_name", classification="quasi_identifier")),
        "name: full_name", "classification es direct_identifier", "classification is direct_identifier"),
    "direct identifier without identity": (contract_of(changed("full_name", customProperties=[])),
        "name: full_name", "diga qué contiene", "say what it holds"),
    "another treatment": (contract_of(changed("caller", customProperties=says(identity="phone", treatment="keep"))),
        "name: caller", "treatment solo puede ser drop", "treatment can only be drop"),
    "order of no name": (contract_of(changed("document_number", customProperties=says(
        identity="document_number", nameOrder="given_first"))),
        "name: document_number", "nameOrder va en la columna full_name", "nameOrder belongs to the full_name column"),
    "unknown order": (contract_of(changed("full_name", customProperties=says(
        identity="full_name", nameOrder="alphabetical"))),
        "name: full_name", "surnames_first, given_first", "surnames_first, given_first"),
    "birth date as text": (contract_of(changed("birth_date", logicalType="string")),
        "name: birth_date", "birth_date es una columna de tipo date", "birth_date is a column of type date"),
    "two names": (contract_of([*COLUMNS, direct("other_name", "full_name")]),
        "name: other_name", "más de una columna es full_name", "more than one column is full_name"),
    "key that tells": (contract_of(changed("document_number", primaryKey=True, primaryKeyPosition=2)),
        "name: document_number", "no puede ser identificador directo", "cannot be a direct identifier"),
    "key of free text": (contract_of(changed("number", classification="free_text")),
        "name: number", "use un número de registro", "use a record number"),
    "raw name taken": (contract_of([*COLUMNS, column("has_narrative", "boolean")]),
        "name: has_narrative", "deja la columna «has_narrative»", "leaves the column `has_narrative`"),
    "age taken": (contract_of([*COLUMNS, column("age", "integer")]),
        "name: age\n", "«age», que ya existe", "`age`, which exists already"),
    "unknown role": (contract_of(COLUMNS, person={"role": "bystander", "ageAt": "happened_on"}),
        "property: person", "person lleva role (uno de: victim", "person has role (one of: victim"),
    "person with more": (contract_of(COLUMNS, person={**PERSON, "name": "x"}),
        "property: person", "y nada más", "no more"),
    "age at no date": (contract_of(COLUMNS, person={"role": "victim", "ageAt": "estado"}),
        "property: person", "person.ageAt nombra la columna de fecha", "person.ageAt names the column"),
    "age at birth": (contract_of(COLUMNS, person={"role": "victim", "ageAt": "birth_date"}),
        "property: person", "person.ageAt nombra la columna de fecha", "person.ageAt names the column"),
    "birth date of nobody": (contract_of(COLUMNS, person=None),
        "customProperties:\n- property: del", "person.ageAt nombra", "person.ageAt names"),
    "version of no column": (contract_of(COLUMNS, relation={**KEYED, "version": "changed_on"}),
        "property: deliveryRelation", "version nombra una columna de fecha", "version names a column of dates"),
    "version that is not kept": (contract_of(COLUMNS, relation={**KEYED, "version": "birth_date"}),
        "property: deliveryRelation", "version nombra una columna de fecha", "version names a column of dates"),
    "withdrawn by nothing": (contract_of(COLUMNS, relation={**KEYED, "withdrawn": {"column": "estado"}}),
        "property: deliveryRelation", "withdrawn lleva column", "withdrawn has column"),
    "withdrawn by a name": (contract_of(COLUMNS, relation={
        **KEYED, "withdrawn": {"column": "full_name", "value": "x"}}),
        "property: deliveryRelation", "withdrawn lleva column", "withdrawn has column"),
    "version of an edition": (contract_of(COLUMNS, relation={"type": "fullEdition", "version": "updated_on"}),
        "property: deliveryRelation", "fullEdition no admite: version", "fullEdition does not take: version"),
}  # fmt: skip


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("name", FLAWS)
def test_a_flaw_names_line_and_cure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, language: str) -> None:
    monkeypatch.setenv("FARO_LANGUAGE", language)
    stated, place, es, en = FLAWS[name]
    path = write_contract(tmp_path, stated)
    content = path.read_text(encoding="utf-8")
    line = content[: content.index(place)].count("\n") + 1
    problems = problems_of(path)
    words = es if language == "es" else en
    assert any(words in each.message and each.line == line for each in problems), list(map(str, problems))


def test_editions_may_say_how_many_rows_their_header_has(tmp_path: Path) -> None:
    path = write_contract(tmp_path, contract_of(COLUMNS))
    editions = path.with_name("people.editions.csv")
    assert read_editions(editions)[0].header_rows == 1
    header, row = editions.read_text().splitlines()
    editions.write_text(f"{header},header_rows\n{row},2\n")
    assert problems_of(path) == []
    assert read_editions(editions)[0].header_rows == 2
    editions.write_text(f"{header},header_rows\n{row},two\n")
    assert "header_rows" in problems_of(path)[0].message
