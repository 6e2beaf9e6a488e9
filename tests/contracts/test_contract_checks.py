"""A contract that is wrong says where and what to do; what says nothing can be used."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from properties import examples
from synthetic_contracts import column, document, write_contract

from faro.contracts import CONTRACTS, ContractInvalid, all_contracts, find_contract, valid_contracts
from faro.contracts.checks import ContractProblem, problems_of
from faro.contracts.reading import contract_paths, parse_contract

OIJ, HOTLINE, GLOTIP = "oij/police_statistics", "linea145/reports", "unodc/glotip"


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CONTRACTS, tmp_path / "contracts"))


@pytest.mark.parametrize("path", contract_paths(), ids=lambda path: path.name)
def test_every_contract_of_the_project_is_sound(path: Path) -> None:
    assert problems_of(path) == []


@dataclass(frozen=True)
class Edit:
    """Text in a contract, what it becomes, and the problem that follows: a line that holds `line`, and its words."""

    contract: str
    old: str
    new: str
    line: str
    es: str
    en: str


EDITS = {
    "no id": Edit(OIJ, "id: oij.police_statistics\n", "", "apiVersion", "falta: id; agréguelo", "missing: id; add it"),
    "another id": Edit(OIJ, "id: oij.", "id: ojo.", "id: ojo.", "debe ser «oij.police_statistics»",
          "must be `oij.police_"),
    "no version": Edit(OIJ, "version: 1.0.0\n", "", "apiVersion", "falta: version", "missing: version"),
    "unknown standard": Edit(OIJ, "apiVersion: v3.1.0", "apiVersion: v9", "apiVersion", "use uno de: v3",
          "use one of: v3"),
    "two servers": Edit(GLOTIP, "  - server: outbox\n",
          "  - {server: b, type: sftp, location: sftp://b}\n  - server: outbox\n", "servers:",
                       "exactamente un servidor", "exactly one server"),
    "unknown transport": Edit(OIJ, "    type: sftp", "    type: kafka", "type: kafka",
          "desconocido; use uno de: sftp, api,",
                              "unknown transport; use one of: sftp, api, postgres"),
    "no location": Edit(OIJ, "    location: 'sftp://oij/outbox/[!i]*.{csv,xlsx}'\n", "", "- server: outbox",
          "falta: location", "missing: location"),
    "unknown field": Edit(OIJ, "status: active", "estado: active", "apiVersion", "desconocido: estado",
          "unknown field: estado"),
    "no table at the source": Edit(HOTLINE, "    customProperties: [{property: table, value: denuncias}]\n", "",
                                   "- server: database", "property: table", "property: table"),
    "no increment": Edit(HOTLINE, "property: increment", "property: incremento", "customProperties:\n  - property: del",
                         "falta la propiedad «increment»", "property `increment`: {date, key} is missing"),
    "increment without key": Edit(HOTLINE, "{date: intake_date, key: record_id}", "{date: intake_date}",
                                  "property: increment", "date y key", "date and key"),
    "increment of no column": Edit(HOTLINE, "key: record_id}", "key: recordid}", "property: increment",
                                   "«recordid», que no es", "`recordid`, which is no column"),
    "no purpose": Edit(OIJ, "  purpose: ", "  propose: ", "description:", "purpose", "purpose"),
    "no owner": Edit(OIJ, "  name: OIJ, Unidad de Análisis Criminal\n", "", "team:", "falta team.name",
          "team.name (the owner)"),
    "no legal basis": Edit(OIJ, "type: legalBasis", "type: other", "authoritativeDefinitions:", "base legal",
          "legalBasis is missing"),
    "no cadence": Edit(OIJ, "  - {property: frequency, value: 1, unit: month}\n", "", "slaProperties:",
          "«frequency»", "`frequency`"),
    "unknown unit": Edit(OIJ, "value: 10, unit: year", "value: 10, unit: moon", "unit: moon",
          "day, week, month, year", "day, week"),
    "no retention time": Edit(OIJ, "value: 10, unit: year", "value: 0, unit: year", "value: 0", "mayor que 0",
          "above 0"),
    "wrong type": Edit(OIJ, "name: suboffence, businessName: Subdelito, logicalType: string",
                       "name: suboffence, businessName: Subdelito, logicalType: money", "logicalType: money",
                       "use uno de: string", "use one of: string"),
    "type we cannot load": Edit(OIJ, "name: suboffence, businessName: Subdelito, logicalType: string",
                                "name: suboffence, businessName: Subdelito, logicalType: object", "logicalType: object",
                                "«suboffence»: logicalType es uno de", "`suboffence`: logicalType is one of"),
    "no personal-data class": Edit(OIJ, "    classification: quasi_identifier\n        description: Grupo de edad.",
                                   "    description: Grupo de edad.", "- name: age_group",
                                   "«age_group»: classification (clase de dato personal)",
          "`age_group`: classification"),
    "unknown personal-data class": Edit(OIJ, "required: false, classification: none,\n         description: Modalidad",
                                        "required: false, classification: public,\n         description: Modalidad",
                                        "classification: public", "«suboffence»",
          "record_identifier, quasi_identifier"),
    "direct identifier": Edit(OIJ, "required: false, classification: none,\n         description: Modalidad",
                              "required: false, classification: direct_identifier,\n         description: Modalidad",
                              "- {name: suboffence", "identificador directo", "say what it holds"),
    "no description": Edit(OIJ, "        description: Sexo registrado.\n", "", "- name: sex",
          "«sex»: falta description",
                           "`sex`: description is missing"),
    "unknown relation": Edit(OIJ, "{type: periodReplacement,", "{type: replacement,", "- property: deliveryRelation",
                             "uno de: newRows, keyedChanges", "one of: newRows, keyedChanges"),
    "period of no column": Edit(OIJ, "column: occurred_on,", "column: happened_on,", "- property: deliveryRelation",
                                "una columna de fecha", "a column of dates"),
    "period of a text": Edit(OIJ, "column: occurred_on,", "column: province,", "- property: deliveryRelation",
                             "una columna de fecha", "a column of dates"),
    "period without granularity": Edit(OIJ, ", granularity: month", "", "- property: deliveryRelation",
          "day, month, year",
                                       "day, month, year"),
    "changes without key": Edit(HOTLINE, "primaryKey: true, primaryKeyPosition: 1, ", "", "schema:\n  -",
          "keyedChanges necesita una clave",
                                "keyedChanges needs a key"),
    "relation with another's field": Edit(GLOTIP, "{type: fullEdition}", "{type: fullEdition, column: year}",
                                          "- property: deliveryRelation", "no admite: column", "does not take: column"),
    "column that no edition has": Edit(OIJ, "name: canton,", "name: cantón,", "schema:", "«canton» está solo en uno",
                                       "in only one of the contract and police_statistics.editions.csv"),
    "not YAML": Edit(OIJ, "status: active", "status: [active", "domain: justice", "revise la sangría",
          "indentation and quotes"),
}  # fmt: skip


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("name", EDITS)
def test_a_broken_contract_names_line_and_cure(
    copied: Path, monkeypatch: pytest.MonkeyPatch, name: str, language: str
) -> None:
    monkeypatch.setenv("FARO_LANGUAGE", language)
    edit = EDITS[name]
    path = copied / f"{edit.contract}.odcs.yaml"
    before = path.read_text(encoding="utf-8")
    assert before.count(edit.old) == 1
    path.write_text(content := before.replace(edit.old, edit.new), encoding="utf-8")
    expected = content[: content.index(edit.line)].count("\n") + 1
    problems = problems_of(path)
    words = getattr(edit, language)
    assert any(each.line == expected and words in each.message for each in problems), list(map(str, problems))
    assert str(problems[0]).startswith(f"{path}:")


def only_problem(path: Path) -> ContractProblem:
    (problem,) = problems_of(path)
    return problem


def test_a_contract_without_editions_is_a_problem(copied: Path) -> None:
    (copied / f"{OIJ}.editions.csv").unlink()
    assert "police_statistics.editions.csv" in only_problem(copied / f"{OIJ}.odcs.yaml").message


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.splitlines()[0] + "\n",
        lambda text: text.replace(",,0,", ",,none,"),
        lambda text: text.replace(",Distrito", ""),
    ],
)
def test_an_edition_that_cannot_be_used_is_a_problem(copied: Path, spoil: Callable[[str], str]) -> None:
    editions = copied / f"{OIJ}.editions.csv"
    before = editions.read_text()
    editions.write_text(spoil(before))
    assert editions.read_text() != before
    assert "skip_rows" in only_problem(copied / f"{OIJ}.odcs.yaml").message


def test_a_column_that_only_the_editions_have_is_a_problem(copied: Path) -> None:
    editions = copied / f"{OIJ}.editions.csv"
    header, row = editions.read_text().splitlines()
    editions.write_text(f"{header},weapon\n{row},Arma\n")
    assert "weapon" in only_problem(copied / f"{OIJ}.odcs.yaml").message


def test_an_institution_that_nobody_declared_is_a_problem(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FARO_LANGUAGE", "es")
    (copied / "oij").rename(copied / "ministerio")
    path = copied / "ministerio" / "police_statistics.odcs.yaml"
    path.write_text(path.read_text().replace("id: oij.", "id: ministerio."))
    problem = only_problem(path)
    assert (problem.line, "institutions.yml" in problem.message) == (3, True)


@pytest.mark.parametrize("content", ["", "~", "just words", "- a\n- list"])
def test_what_is_no_contract_at_all_is_one_problem(copied: Path, content: str) -> None:
    path = copied / f"{OIJ}.odcs.yaml"
    path.write_text(content)
    assert only_problem(path).line == 1


def test_latin_1_is_a_problem_not_a_traceback(copied: Path) -> None:
    path = copied / f"{OIJ}.odcs.yaml"
    path.write_bytes(path.read_text(encoding="utf-8").encode("latin-1"))
    assert only_problem(path).line == 1


def test_every_missing_field_is_named_once(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FARO_LANGUAGE", "en")
    path = copied / f"{OIJ}.odcs.yaml"
    content = path.read_text()
    path.write_text(content.replace("version: 1.0.0\n", "").replace("kind: DataContract\n", ""))
    assert only_problem(path).message == "missing: version, kind; add it."


def test_a_broken_contract_cannot_be_used(copied: Path) -> None:
    path = copied / f"{OIJ}.odcs.yaml"
    path.write_text(path.read_text().replace("type: sftp", "type: kafka"))
    with pytest.raises(ContractInvalid) as refusal:
        find_contract("oij", "police_statistics", copied)
    assert refusal.value.facts == {"path": str(path), "count": 1}
    with pytest.raises(ContractInvalid):
        all_contracts(copied)


def test_a_broken_contract_harms_no_other(copied: Path) -> None:
    path = copied / f"{OIJ}.odcs.yaml"
    path.write_text(path.read_text().replace("type: sftp", "type: kafka"))
    assert {contract.id for contract in valid_contracts(copied)} == {
        contract.id for contract in all_contracts() if contract.id != "oij/police_statistics"
    }


def places_in(node: Any, place: tuple = ()) -> list[tuple]:
    steps = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [found for step, inner in steps for found in ((*place, step), *places_in(inner, (*place, step)))]


def changed(node: Any, place: tuple, value: Any) -> Any:
    """The document without that place, or with another value there."""
    step, *rest = place
    if rest:
        inner = changed(node[step], tuple(rest), value)
        items = list(node.items() if isinstance(node, dict) else enumerate(node))
        made = [(name, inner if name == step else old) for name, old in items]
        return dict(made) if isinstance(node, dict) else [each for _, each in made]
    if isinstance(node, dict):
        return {name: old for name, old in node.items() if name != step} | ({} if value is GONE else {step: value})
    return [old for index, old in enumerate(node) if index != step] + ([] if value is GONE else [value])


GONE = object()
VALUES = st.one_of(st.just(GONE), st.sampled_from([None, "", "x", 0, -1, True, [], {}, [1], {"a": 1}]))
COLUMNS = [
    column("happened_on", "date", primaryKey=True, primaryKeyPosition=1, logicalTypeOptions={"format": "yyyy-MM-dd"}),
    column("figure", "integer", required=True, enum=[{"value": 1}]),
]
PERIODS = document("periods", COLUMNS, {"type": "periodReplacement", "column": "happened_on", "granularity": "month"})
KEYED = document(
    "keyed",
    COLUMNS,
    {"type": "keyedChanges"},
    servers=[{"server": "database", "type": "postgres", "host": "h", "port": 1, "database": "d", "schema": "public",
              "customProperties": [{"property": "table", "value": "t"}]}],
    customProperties=[{"property": "deliveryRelation", "value": {"type": "keyedChanges"}},
                      {"property": "increment", "value": {"date": "happened_on", "key": "figure"}}],
)  # fmt: skip
CHANGES = [(which, place) for which in (PERIODS, KEYED) for place in places_in(which)]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("contracts")
    for each in (PERIODS, KEYED):
        assert problems_of(write_contract(folder, each)) == []
    return folder


@examples(150)
@given(change=st.sampled_from(CHANGES), value=VALUES)
def test_whatever_is_changed_gives_problems_or_a_usable_contract(root: Path, change: tuple, value: Any) -> None:
    whole, place = change
    stated = changed(whole, place, value)
    path = root / "prueba" / f"{whole['name']}.odcs.yaml"
    path.write_text(yaml.safe_dump(stated, allow_unicode=True, sort_keys=False), encoding="utf-8")
    if problems := problems_of(path):
        assert all(problem.line >= 1 and problem.message for problem in problems)
    else:
        use(path, stated)


def use(path: Path, stated: dict[str, Any]) -> None:
    """Everything that the rest of Faro asks of a contract."""
    contract = parse_contract(path, stated)
    assert contract.transport in {"sftp", "api", "postgres"}
    assert contract.cadence_days > 0
    assert contract.retention_days > 0
    assert contract.relation.type != "keyedChanges" or contract.key
    assert {column.name for column in contract.layout().columns} == set(contract.editions[-1].headers)
    assert contract.title
    assert contract.source_table if contract.transport == "postgres" else contract.server.location
    assert contract.transport != "postgres" or contract.increment
